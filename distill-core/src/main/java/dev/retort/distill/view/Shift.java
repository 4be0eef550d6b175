package dev.retort.distill.view;

import dev.retort.distill.network.ImageShape;

/**
 * Mirror, then pad by reflection (the edge itself not repeated) and crop back: the pixel at (y, x) comes from
 * (y + down, x + right) of the mirrored image.
 */
record Shift(ImageShape shape, boolean mirrored, int down, int right) {

    void apply(byte[] source, byte[] target, int offset) {
        int height = shape.height();
        int width = shape.width();
        int[] columns = columns(width);
        int written = offset;
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int y = 0; y < height; y++) {
                int row = (channel * height + reflected(y + down, height)) * width;
                for (int x = 0; x < width; x++) {
                    target[written++] = source[row + columns[x]];
                }
            }
        }
    }

    private int[] columns(int width) {
        int[] columns = new int[width];
        for (int x = 0; x < width; x++) {
            int column = reflected(x + right, width);
            columns[x] = mirrored ? width - 1 - column : column;
        }
        return columns;
    }

    /** Position in [0, length) of {@code position} on a line that goes to and fro without end: … 2 1 0 1 2 … */
    static int reflected(int position, int length) {
        if (position >= 0 && position < length) {
            return position;
        }
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int within = Math.floorMod(position, period);
        return Math.min(within, period - within);
    }
}
