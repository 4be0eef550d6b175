package dev.retort.cli.demo;

import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;
import java.util.Arrays;

/** Image {@code index} has that value in every pixel, and shows {@code class index % 3}. */
record RedImages(int size, int added) implements ImageSet {
    private static final ImageShape SHAPE = new ImageShape(3, 2, 2);

    @Override
    public ImageShape shape() {
        return SHAPE;
    }

    @Override
    public int label(int index) {
        return index % 3;
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        Arrays.fill(target, offset, offset + SHAPE.size(), (byte) (index + added));
    }
}
