package dev.retort.distill.view;

import dev.retort.distill.data.ImageSet;
import dev.retort.distill.network.ImageShape;

/** Images whose pixels are a formula; the label of image i is i. */
record FakeImages(ImageShape shape, int size, Pixels formula) implements ImageSet {
    /** Value of pixel i of an image. */
    @FunctionalInterface
    interface Pixels {
        int at(int index, int i);
    }

    /** Without two equal rows or columns nearby. */
    FakeImages(ImageShape shape, int size) {
        this(shape, size, (index, i) -> (index * 7919 + i * i * 31 + i * 17) % 251);
    }

    byte[] pixels(int index) {
        byte[] pixels = new byte[shape.size()];
        copyPixels(index, pixels, 0);
        return pixels;
    }

    @Override
    public int label(int index) {
        return index;
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        for (int i = 0; i < shape.size(); i++) {
            target[offset + i] = (byte) formula.at(index, i);
        }
    }
}
