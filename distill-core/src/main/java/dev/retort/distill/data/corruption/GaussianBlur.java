package dev.retort.distill.data.corruption;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.random.CounterRandom;

/**
 * Convolution of each plane with a Gaussian, rows first and then columns. The kernel ends at ⌊4·deviation + ½⌋ pixels and
 * adds up to 1; beyond its edge an image goes on with the pixel at the edge.
 */
final class GaussianBlur {
    private static final double DEVIATIONS = 4;

    private GaussianBlur() {}

    static void apply(double[] values, ImageShape shape, double deviation, CounterRandom random) {
        double[] kernel = kernel(deviation);
        int height = shape.height();
        int width = shape.width();
        for (int plane = 0; plane < shape.channels(); plane++) {
            int first = plane * height * width;
            for (int row = 0; row < height; row++) {
                convolve(values, first + row * width, 1, width, kernel);
            }
            for (int column = 0; column < width; column++) {
                convolve(values, first + column, width, height, kernel);
            }
        }
    }

    /** One half of it, from the middle outwards: kernel[d] is the weight of both pixels at distance d. */
    static double[] kernel(double deviation) {
        double[] half = new double[(int) (DEVIATIONS * deviation + 0.5) + 1];
        double sum = 0;
        for (int distance = 0; distance < half.length; distance++) {
            half[distance] = StrictMath.exp(-distance * distance / (2 * deviation * deviation));
            sum += distance == 0 ? half[0] : 2 * half[distance];
        }
        for (int distance = 0; distance < half.length; distance++) {
            half[distance] /= sum;
        }
        return half;
    }

    private static void convolve(double[] values, int first, int stride, int count, double[] kernel) {
        double[] line = new double[count];
        for (int i = 0; i < count; i++) {
            line[i] = values[first + i * stride];
        }
        for (int i = 0; i < count; i++) {
            double sum = kernel[0] * line[i];
            for (int distance = 1; distance < kernel.length; distance++) {
                double before = line[Math.max(0, i - distance)];
                double after = line[Math.min(count - 1, i + distance)];
                sum += kernel[distance] * (before + after);
            }
            values[first + i * stride] = sum;
        }
    }
}
