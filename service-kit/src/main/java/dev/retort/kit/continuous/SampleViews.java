package dev.retort.kit.continuous;

import dev.retort.contracts.event.ContinuousSet;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.view.ViewRenderer;

/**
 * Views of consecutive samples of a continuous set: a pure function of pixels, sample number, view and the set's seed, so
 * that the student sees what the teacher saw. Holds a bare array, which it does not change.
 */
public final class SampleViews {
    private final ViewRenderer renderer;
    private final long firstSample;

    /**
     * @param firstSample number in the set of the first image of {@code pixels}
     * @param pixels [samples, channels, height, width]
     */
    public SampleViews(ContinuousSet set, Normalization normalization, long firstSample, byte[] pixels) {
        this.firstSample = firstSample;
        this.renderer = new ViewRenderer(
                new Images(set, firstSample, pixels), normalization, set.augmentation(), new int[0], set.seed());
    }

    /** Writes channels × height × width bytes of the sample at {@code place} to {@code target} from {@code offset} on. */
    public void render(int view, int place, byte[] target, int offset) {
        renderer.render(view, number(firstSample + place), target, offset);
    }

    /** Views count images by int; after two thousand million samples their random numbers come again. */
    private static int number(long sample) {
        return (int) (sample % Integer.MAX_VALUE);
    }

    private static final class Images implements ImageSet {
        private final ImageShape shape;
        private final long firstSample;
        private final byte[] pixels;

        Images(ContinuousSet set, long firstSample, byte[] pixels) {
            this.shape = new ImageShape(set.channels(), set.height(), set.width());
            this.firstSample = firstSample;
            this.pixels = pixels;
        }

        @Override
        public ImageShape shape() {
            return shape;
        }

        @Override
        public int size() {
            return pixels.length / shape.size();
        }

        @Override
        public int label(int index) {
            throw new UnsupportedOperationException("views need no labels");
        }

        @Override
        public void copyPixels(int index, byte[] target, int offset) {
            int place = Math.floorMod(index - number(firstSample), Integer.MAX_VALUE);
            System.arraycopy(pixels, place * shape.size(), target, offset, shape.size());
        }
    }
}
