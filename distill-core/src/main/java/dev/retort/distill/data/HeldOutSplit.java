package dev.retort.distill.data;

import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Permutation;
import dev.retort.distill.random.Stream;
import java.util.Arrays;

/**
 * Parts the training split of a dataset in two: images to train on, and held-out images on which promotion decides and
 * nothing trains. The same (images, heldOut, seed) gives the same parts on every machine. Indices ascend.
 */
public final class HeldOutSplit {
    private final int[] training;
    private final int[] heldOut;

    private HeldOutSplit(int[] training, int[] heldOut) {
        this.training = training;
        this.heldOut = heldOut;
    }

    /**
     * @param images in the training split of the dataset
     * @param heldOut so many of them, drawn without replacement
     * @throws DatasetException if that leaves nothing to train on
     */
    public static HeldOutSplit of(int images, int heldOut, long seed) {
        if (heldOut < 0) {
            throw new IllegalArgumentException("heldOut must not be negative, is " + heldOut);
        }
        if (heldOut >= images) {
            throw new DatasetException(
                    "heldOutImages: %d leaves none of the dataset's %d training images to train on; hold fewer out"
                            .formatted(heldOut, images));
        }
        int[] order = Permutation.of(images, new CounterRandom(seed, Stream.SPLIT, 0, 0));
        Arrays.sort(order, 0, heldOut);
        Arrays.sort(order, heldOut, images);
        return new HeldOutSplit(Arrays.copyOfRange(order, heldOut, images), Arrays.copyOfRange(order, 0, heldOut));
    }

    /** Indices into the training split of the images that may be trained on. */
    public int[] training() {
        return training.clone();
    }

    /** Indices into the training split of the images that nothing trains on. */
    public int[] heldOut() {
        return heldOut.clone();
    }
}
