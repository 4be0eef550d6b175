package dev.retort.distill.view;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.random.CounterRandom;
import java.util.Arrays;

/**
 * Sets a square to the channel mean. Its centre is any pixel: what lies outside the image is cut off, so that some views
 * lose less (DeVries and Taylor 2017).
 */
final class Cutout {
    private final ImageShape shape;
    private final int side;
    private final byte[] fill;

    Cutout(ImageShape shape, int side, Normalization normalization) {
        this.shape = shape;
        this.side = side;
        this.fill = new byte[shape.channels()];
        for (int channel = 0; channel < fill.length; channel++) {
            fill[channel] = (byte) (int) (normalization.mean().get(channel) * 255 + 0.5);
        }
    }

    void apply(CounterRandom random, byte[] pixels, int offset) {
        if (side == 0) {
            return;
        }
        int firstRow = random.below(shape.height()) - side / 2;
        int firstColumn = random.below(shape.width()) - side / 2;
        int left = Math.max(0, firstColumn);
        int right = Math.min(shape.width(), firstColumn + side);
        int bottom = Math.min(shape.height(), firstRow + side);
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int y = Math.max(0, firstRow); y < bottom; y++) {
                int row = offset + (channel * shape.height() + y) * shape.width();
                Arrays.fill(pixels, row + left, row + Math.max(left, right), fill[channel]);
            }
        }
    }
}
