package dev.retort.distill.view;

import dev.retort.contracts.experiment.Augmentation;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Stream;

/**
 * Makes views: {@code render(view, index)} is a pure function of the dataset, the augmentation, the seed and the two
 * numbers, whatever was rendered before and on whatever machine. For many threads.
 *
 * <p>Mixup takes the finished view of a second image from the training part and mixes
 * λ · first + (1 − λ) · second, λ from Beta(mixup, mixup). λ below ½ is folded to 1 − λ, so that the image that was asked
 * for is the dominant one and its label the hard label of the mixture; soft targets carry the rest.
 */
public final class ViewRenderer {
    private static final int MIX_BITS = 16;
    private static final int MIX_ONE = 1 << MIX_BITS;

    private final ImageSet images;
    private final Augmentation augmentation;
    private final int[] trainingIndices;
    private final long seed;
    private final ImageShape shape;
    private final Cutout cutout;

    /**
     * @param trainingIndices the images that mixup may take its second image from: never a held-out one
     */
    public ViewRenderer(
            ImageSet images, Normalization normalization, Augmentation augmentation, int[] trainingIndices, long seed) {
        this.images = images;
        this.augmentation = augmentation;
        this.trainingIndices = trainingIndices.clone();
        this.seed = seed;
        this.shape = images.shape();
        this.cutout = new Cutout(shape, augmentation.cutout(), normalization);
        if (augmentation.mixup() > 0 && trainingIndices.length == 0) {
            throw new IllegalArgumentException("mixup needs training images to mix with");
        }
    }

    /** Writes channels × height × width bytes to {@code target} from {@code offset} on. */
    public void render(int view, int index, byte[] target, int offset) {
        CounterRandom random = new CounterRandom(seed, Stream.VIEW, view, index);
        renderUnmixed(random, view, index, target, offset);
        if (augmentation.mixup() > 0) {
            mix(random, view, target, offset);
        }
    }

    private void renderUnmixed(CounterRandom random, int view, int index, byte[] target, int offset) {
        boolean mirrored = isMirrored(random, view, index);
        int padding = augmentation.cropPadding();
        int down = padding == 0 ? 0 : random.below(2 * padding + 1) - padding;
        int right = padding == 0 ? 0 : random.below(2 * padding + 1) - padding;
        if (!mirrored && down == 0 && right == 0) {
            images.copyPixels(index, target, offset);
        } else {
            byte[] source = new byte[shape.size()];
            images.copyPixels(index, source, 0);
            new Shift(shape, mirrored, down, right).apply(source, target, offset);
        }
        cutout.apply(random, target, offset);
    }

    private boolean isMirrored(CounterRandom random, int view, int index) {
        return switch (augmentation.flip()) {
            case NEVER -> false;
            case RANDOM -> random.nextBoolean();
            case ALTERNATE -> isFirstMirrored(index) ^ (view % 2 == 1);
        };
    }

    /** The same in every view: not of the view's own random numbers, which are as with {@code NEVER}. */
    private boolean isFirstMirrored(int index) {
        return new CounterRandom(seed, Stream.FIRST_FLIP, 0, index).nextBoolean();
    }

    private void mix(CounterRandom random, int view, byte[] target, int offset) {
        int second = trainingIndices[random.below(trainingIndices.length)];
        double lambda = random.symmetricBeta(augmentation.mixup());
        // Whole numbers from here on: 16 bits of λ, rounded halves up.
        int weight = (int) (Math.max(lambda, 1 - lambda) * MIX_ONE + 0.5);
        byte[] other = new byte[shape.size()];
        renderUnmixed(new CounterRandom(seed, Stream.VIEW, view, second), view, second, other, 0);
        for (int i = 0; i < other.length; i++) {
            int mixed = weight * (target[offset + i] & 0xFF) + (MIX_ONE - weight) * (other[i] & 0xFF);
            target[offset + i] = (byte) ((mixed + MIX_ONE / 2) >>> MIX_BITS);
        }
    }
}
