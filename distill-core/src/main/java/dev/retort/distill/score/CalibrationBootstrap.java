package dev.retort.distill.score;

import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Stream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Whether one classifier is better calibrated than another, by a paired bootstrap (Efron and Tibshirani 1993, chapter 15):
 * images are drawn with replacement, the same for both, and the difference of the two expected calibration errors is taken
 * anew each time. Noise raises a small error more than a great one, so that a difference is rather under- than overstated.
 */
public final class CalibrationBootstrap {
    private final boolean[] right;
    private final double[] confidence;
    /** Images by confidence. */
    private final int[] order;

    private CalibrationBootstrap(Predictions predictions, double temperature) {
        this.confidence = Calibration.confidence(predictions, temperature);
        this.right = new boolean[confidence.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = predictions.isRight(i);
        }
        this.order = IntStream.range(0, confidence.length)
                .boxed()
                .sorted(Comparator.comparingDouble(image -> confidence[image]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Share of resamples in which the first one's error is not lower than the second one's by {@code margin}, one added to
     * both counts: p, one-sided, of the hypothesis that it is not.
     *
     * @param temperature of the first one's probabilities
     * @param resamples the least p is 1 / (resamples + 1)
     * @throws IllegalArgumentException if they are not of as many images
     */
    public static double p(
            Predictions one,
            double temperature,
            Predictions other,
            double otherTemperature,
            double margin,
            int resamples,
            long seed) {
        if (one.images() != other.images()) {
            throw new IllegalArgumentException("%d images and %d are no pairs".formatted(one.images(), other.images()));
        }
        CalibrationBootstrap first = new CalibrationBootstrap(one, temperature);
        CalibrationBootstrap second = new CalibrationBootstrap(other, otherTemperature);
        CounterRandom random = new CounterRandom(seed, Stream.BOOTSTRAP, 0, 0);
        int[] times = new int[one.images()];
        int not = 0;
        for (int resample = 0; resample < resamples; resample++) {
            draw(times, random);
            not += first.error(times) - second.error(times) > -margin ? 1 : 0;
        }
        return (not + 1.0) / (resamples + 1.0);
    }

    private static void draw(int[] times, CounterRandom random) {
        Arrays.fill(times, 0);
        for (int i = 0; i < times.length; i++) {
            times[random.below(times.length)]++;
        }
    }

    /** As {@link Calibration#error}, with each image as often as was drawn; equal confidences are not shared. */
    private double error(int[] times) {
        int images = times.length;
        int bins = Math.min(Calibration.BINS, images);
        double error = 0;
        double gap = 0;
        int bin = 1;
        int seen = 0;
        for (int image : order) {
            for (int time = 0; time < times[image]; time++) {
                if (seen++ == edge(bin, bins, images)) {
                    error += Math.abs(gap);
                    gap = 0;
                    bin++;
                }
                gap += (right[image] ? 1 : 0) - confidence[image];
            }
        }
        return (error + Math.abs(gap)) / images;
    }

    private static int edge(int bin, int bins, int images) {
        return (int) ((long) bin * images / bins);
    }
}
