package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * How sure the figures of a split are: 95 % confidence intervals, for other images of the same kind and the same network. Those of
 * shares are Wilson's; the others come from a bootstrap over the images, seeded by the first eight bytes of the predictions' digest.
 * The temperature is taken as given.
 *
 * @param leastRecall of the class that has the least; that it was chosen for this is not corrected
 * @param negativeLogLikelihood of the split's score
 * @param calibrationError reversed percentiles, as for {@code calibratedError}: noise raises a calibration error
 * @param resamples of the bootstrap
 * @param calibratedBrierScore null on records that are older than it
 */
public record QualityIntervals(
        Interval topFiveAccuracy,
        Interval leastRecall,
        Interval negativeLogLikelihood,
        Interval calibratedLikelihood,
        Interval brierScore,
        Interval calibrationError,
        Interval calibratedError,
        int resamples,
        @Nullable Interval calibratedBrierScore) {
    public QualityIntervals {
        Arguments.requireAtLeast("resamples", resamples, 1);
    }

    public QualityIntervals(
            Interval topFiveAccuracy,
            Interval leastRecall,
            Interval negativeLogLikelihood,
            Interval calibratedLikelihood,
            Interval brierScore,
            Interval calibrationError,
            Interval calibratedError,
            int resamples) {
        this(
                topFiveAccuracy,
                leastRecall,
                negativeLogLikelihood,
                calibratedLikelihood,
                brierScore,
                calibrationError,
                calibratedError,
                resamples,
                null);
    }
}
