package dev.retort.distill.data.drawn;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.random.CounterRandom;

/** Pixels while they are painted: red, green and blue planes in [0, 1]. */
final class Canvas {
    static final ImageShape SHAPE = ImageShape.CIFAR;
    private static final int SIDE = SHAPE.width();
    private static final double PIXEL = 2.0 / SIDE;

    /** Four random bytes add up to 510 ± √(4·(256² − 1)/12): nearly normal, and only whole numbers. */
    private static final int BYTES_MEAN = 510;

    private static final double BYTES_DEVIATION = 147.8;

    private final double[][] planes = new double[SHAPE.channels()][SIDE * SIDE];

    /** Fills everything, from one colour in the middle of an edge to another in the middle of the edge across. */
    void gradient(Colour from, Colour to, double turns) {
        Placement across = Placement.turned(0, 0, turns, 1.4, 1);
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                double share = 0.5 + across.patternX(centre(column), centre(row)) / 2;
                set(row * SIDE + column, from.mixedWith(to, Math.clamp(share, 0.0, 1.0)), 1);
            }
        }
    }

    /** @param opacity 1 hides what was there */
    void paint(Pattern pattern, Placement placement, Colour near, Colour far, double opacity) {
        double side = placement.inPattern(PIXEL);
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                double x = placement.patternX(centre(column), centre(row));
                double y = placement.patternY(centre(column), centre(row));
                double coverage = opacity * pattern.coverage(x, y, side);
                if (coverage > 0) {
                    set(row * SIDE + column, near.mixedWith(far, Math.clamp((x + 1) / 2, 0.0, 1.0)), coverage);
                }
            }
        }
    }

    /** One pass of a 1-2-1 filter in both directions. */
    void blur() {
        for (double[] plane : planes) {
            for (int line = 0; line < SIDE; line++) {
                blurLine(plane, line * SIDE, 1);
            }
            for (int line = 0; line < SIDE; line++) {
                blurLine(plane, line, SIDE);
            }
        }
    }

    /** Draws everything together around {@code middle}: contrast 1 keeps it, 0 leaves one grey. */
    void fade(double contrast, double middle) {
        for (double[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = middle + contrast * (plane[i] - 0.5);
            }
        }
    }

    /** @param deviation of the noise, in the unit of the pixels */
    void noise(CounterRandom random, double deviation) {
        double unit = deviation / BYTES_DEVIATION;
        for (double[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                int word = random.nextInt();
                int sum = (word & 0xFF) + (word >>> 8 & 0xFF) + (word >>> 16 & 0xFF) + (word >>> 24);
                plane[i] += (sum - BYTES_MEAN) * unit;
            }
        }
    }

    /** Writes the pixels as bytes, channels first. */
    void copyTo(byte[] target) {
        int written = 0;
        for (double[] plane : planes) {
            for (double value : plane) {
                target[written++] = (byte) (int) (Math.clamp(value, 0.0, 1.0) * 255 + 0.5);
            }
        }
    }

    private void set(int pixel, Colour colour, double coverage) {
        planes[0][pixel] += coverage * (colour.red() - planes[0][pixel]);
        planes[1][pixel] += coverage * (colour.green() - planes[1][pixel]);
        planes[2][pixel] += coverage * (colour.blue() - planes[2][pixel]);
    }

    private static void blurLine(double[] plane, int first, int stride) {
        double before = plane[first];
        for (int i = 0; i < SIDE; i++) {
            int here = first + i * stride;
            double value = plane[here];
            double after = i + 1 < SIDE ? plane[here + stride] : value;
            plane[here] = (before + 2 * value + after) / 4;
            before = value;
        }
    }

    private static double centre(int pixel) {
        return (pixel + 0.5) * PIXEL - 1;
    }
}
