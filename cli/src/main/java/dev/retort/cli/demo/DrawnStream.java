package dev.retort.cli.demo;

import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.drawn.DrawnImages;
import dev.retort.distill.data.drawn.DrawnImages.Split;
import dev.retort.distill.network.ImageShape;

/** Drawn images that no dataset holds, one after the other for as long as one likes; each is drawn when it is asked for. */
final class DrawnStream implements ImageSet {
    private final DrawnImages drawn;

    /** @param seed another one than the dataset's */
    DrawnStream(long seed) {
        this.drawn = new DrawnImages(seed);
    }

    @Override
    public ImageShape shape() {
        return ImageShape.CIFAR;
    }

    @Override
    public int size() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int label(int index) {
        return drawn.label(Split.TRAIN, index);
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        byte[] pixels = new byte[shape().size()];
        drawn.copyPixels(Split.TRAIN, index, pixels);
        System.arraycopy(pixels, 0, target, offset, pixels.length);
    }
}
