package dev.retort.distill.data.corruption;

import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Stream;
import java.util.Arrays;
import java.util.List;

/**
 * The images of another set, each with the same corruptions in the same order. Image {@code index} depends on the original
 * image, the corruptions and (seed, index) alone.
 */
public final class CorruptedImages implements ImageSet {
    private final ImageSet originals;
    private final List<Corruption> corruptions;
    private final long seed;

    /** @param corruptions in the order in which they happen; none leaves the images as they are */
    public CorruptedImages(ImageSet originals, List<Corruption> corruptions, long seed) {
        this.originals = originals;
        this.corruptions = List.copyOf(corruptions);
        this.seed = seed;
    }

    @Override
    public ImageShape shape() {
        return originals.shape();
    }

    @Override
    public int size() {
        return originals.size();
    }

    @Override
    public int label(int index) {
        return originals.label(index);
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        originals.copyPixels(index, target, offset);
        byte[] pixels = Arrays.copyOfRange(target, offset, offset + shape().size());
        for (int place = 0; place < corruptions.size(); place++) {
            CounterRandom random = new CounterRandom(seed, Stream.CORRUPTION, place, index);
            corruptions.get(place).apply(pixels, shape(), random);
        }
        System.arraycopy(pixels, 0, target, offset, pixels.length);
    }
}
