package dev.retort.distill.score;

import dev.retort.contracts.event.Interval;
import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Stream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Confidence intervals of figures that are no shares of images, by a bootstrap over the images (Efron and Tibshirani 1993,
 * chapter 13): all figures of one resample are of the same draw.
 *
 * <p>Means take percentiles. A calibration error is a sum of absolute values, which noise raises: in the sample over what is
 * true, and in a resample over the sample by about as much. So its percentiles q are reversed about the estimate e, from 2e - q
 * of the upper to 2e - q of the lower one, and reach as far as e. They begin at 0 where an honest classifier, right as
 * often as it says, would show such an error by chance.
 */
public record BootstrapIntervals(
        Interval negativeLogLikelihood,
        Interval calibratedLikelihood,
        Interval brierScore,
        Interval calibratedBrierScore,
        Interval calibrationError,
        Interval calibratedError) {
    /**
     * A quarter of a second for 10,000 images of ten classes and 399 resamples.
     *
     * @param temperature of the calibrated figures; taken as given
     * @param confidence such as 0.95, in (0, 1)
     * @param resamples at least 2 / (1 - confidence), or there is no such percentile
     */
    public static BootstrapIntervals of(
            Predictions predictions, double temperature, double confidence, int resamples, long seed) {
        int cut = Math.toIntExact(Math.round((resamples + 1) * (1 - confidence) / 2));
        if (cut < 1) {
            throw new IllegalArgumentException(resamples + " resamples are too few for a confidence of " + confidence);
        }
        double[][] means = {
            Metrics.negativeLogLikelihoods(predictions, 1),
            Metrics.negativeLogLikelihoods(predictions, temperature),
            Metrics.brierScores(predictions, 1),
            Metrics.brierScores(predictions, temperature)
        };
        DrawnCalibration[] errors = {
            new DrawnCalibration(predictions, 1), new DrawnCalibration(predictions, temperature)
        };
        Interval[] drawn = drawn(means, errors, resamples, cut, seed);
        return new BootstrapIntervals(
                drawn[0],
                drawn[1],
                drawn[2],
                drawn[3],
                reversed(drawn[4], Calibration.error(predictions, 1), chance(errors[0], resamples, cut, seed)),
                reversed(
                        drawn[5],
                        Calibration.error(predictions, temperature),
                        chance(errors[1], resamples, cut, seed)));
    }

    /** Percentiles of each mean, then of each error. */
    private static Interval[] drawn(double[][] means, DrawnCalibration[] errors, int resamples, int cut, long seed) {
        Bootstrap bootstrap = new Bootstrap(means[0].length, seed);
        double[][] drawn = new double[means.length + errors.length][resamples];
        for (int resample = 0; resample < resamples; resample++) {
            int[] times = bootstrap.draw();
            for (int figure = 0; figure < drawn.length; figure++) {
                drawn[figure][resample] =
                        figure < means.length ? mean(means[figure], times) : errors[figure - means.length].error(times);
            }
        }
        return Arrays.stream(drawn).map(values -> percentiles(values, cut)).toArray(Interval[]::new);
    }

    private static double mean(double[] values, int[] times) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += times[i] * values[i];
        }
        return sum / values.length;
    }

    /** From the {@code cut}-th value to the {@code cut}-th from the end. */
    private static Interval percentiles(double[] values, int cut) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Interval(sorted[cut - 1], sorted[sorted.length - cut]);
    }

    /** The greatest error that an honest classifier of these confidences would show. */
    private static double chance(DrawnCalibration error, int resamples, int cut, long seed) {
        CounterRandom random = new CounterRandom(seed, Stream.BOOTSTRAP, 0, 1);
        double[] honest = IntStream.range(0, resamples)
                .mapToDouble(resample -> error.honestError(random))
                .toArray();
        return percentiles(honest, cut).high();
    }

    private static Interval reversed(Interval percentiles, double estimate, double chance) {
        double low = estimate <= chance ? 0 : Math.max(0, 2 * estimate - percentiles.high());
        double high = 2 * estimate - percentiles.low();
        return new Interval(Math.min(low, estimate), Math.max(high, estimate));
    }
}
