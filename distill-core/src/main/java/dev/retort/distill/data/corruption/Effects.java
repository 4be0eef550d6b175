package dev.retort.distill.data.corruption;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.random.CounterRandom;

/** The effects that look at one value, or one plane, at a time. */
final class Effects {
    private static final int COLOURS = 3;

    private Effects() {}

    static void noise(double[] values, ImageShape shape, double deviation, CounterRandom random) {
        for (int i = 0; i < shape.size(); i++) {
            values[i] += deviation * random.normal();
        }
    }

    static void contrast(double[] values, ImageShape shape, double kept, CounterRandom random) {
        int plane = shape.height() * shape.width();
        for (int first = 0; first < shape.size(); first += plane) {
            double mean = mean(values, first, plane);
            for (int i = first; i < first + plane; i++) {
                values[i] = mean + kept * (values[i] - mean);
            }
        }
    }

    static void colourShift(double[] values, ImageShape shape, double amplitude, CounterRandom random) {
        if (shape.channels() != COLOURS) {
            throw new IllegalArgumentException(
                    "a colour shift is for images of 3 channels, these have " + shape.channels());
        }
        int plane = shape.height() * shape.width();
        double hue = random.nextDouble();
        for (int i = 0; i < shape.size(); i++) {
            int channel = i / plane;
            double turns = hue - (double) channel / COLOURS;
            values[i] += amplitude * StrictMath.cos(2 * Math.PI * turns);
        }
    }

    private static double mean(double[] values, int first, int count) {
        double sum = 0;
        for (int i = first; i < first + count; i++) {
            sum += values[i];
        }
        return sum / count;
    }
}
