package dev.retort.eval;

import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import java.util.Random;

/** Noise of 8 × 8 pixels, three classes. */
public record RandomImages(int size, long seed) implements ImageSet {
    @Override
    public ImageShape shape() {
        return new ImageShape(3, 8, 8);
    }

    @Override
    public int label(int index) {
        return index % 3;
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        byte[] pixels = new byte[shape().size()];
        new Random(seed + index).nextBytes(pixels);
        System.arraycopy(pixels, 0, target, offset, pixels.length);
    }
}
