package dev.retort.distill.score;

/**
 * Whether one classifier is better calibrated than another, by a paired bootstrap (Efron and Tibshirani 1993, chapter 15):
 * images are drawn with replacement, the same for both, and the difference of the two expected calibration errors is taken
 * anew each time. Noise raises a small error more than a great one, so that a difference is rather under- than overstated.
 */
public final class CalibrationBootstrap {
    private CalibrationBootstrap() {}

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
        DrawnCalibration first = new DrawnCalibration(one, temperature);
        DrawnCalibration second = new DrawnCalibration(other, otherTemperature);
        Bootstrap bootstrap = new Bootstrap(one.images(), seed);
        int not = 0;
        for (int resample = 0; resample < resamples; resample++) {
            int[] times = bootstrap.draw();
            not += first.error(times) - second.error(times) > -margin ? 1 : 0;
        }
        return (not + 1.0) / (resamples + 1.0);
    }
}
