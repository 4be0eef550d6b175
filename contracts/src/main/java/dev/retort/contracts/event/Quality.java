package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * How well one split is classified, beyond accuracy and likelihood.
 *
 * @param accuracyLow end of Wilson's 95 % interval for the accuracy
 * @param topFiveAccuracy share of images whose label is among the five greatest logits
 * @param brierScore mean squared error of the probabilities over all classes, in [0, 2]
 * @param calibrationError expected calibration error in {@code calibrationBins} bins of equal mass, in [0, 1]
 * @param calibratedError the same after temperature scaling
 * @param calibratedLikelihood negative log likelihood in nats after temperature scaling
 * @param leastRecall of the classes that have images
 * @param intervals null on records that are older than them
 * @param calibratedBrierScore {@code brierScore} after temperature scaling; null on records that are older than it
 */
public record Quality(
        double accuracyLow,
        double accuracyHigh,
        double topFiveAccuracy,
        double brierScore,
        int calibrationBins,
        double calibrationError,
        double calibratedError,
        double calibratedLikelihood,
        double leastRecall,
        @Nullable QualityIntervals intervals,
        @Nullable Double calibratedBrierScore) {
    public Quality {
        Arguments.requireFinite("accuracyLow", accuracyLow);
        Arguments.requireFinite("accuracyHigh", accuracyHigh);
        Arguments.requireFinite("topFiveAccuracy", topFiveAccuracy);
        Arguments.requireFinite("brierScore", brierScore);
        Arguments.requireFinite("calibrationError", calibrationError);
        Arguments.requireFinite("calibratedError", calibratedError);
        Arguments.requireFinite("calibratedLikelihood", calibratedLikelihood);
        Arguments.requireFinite("leastRecall", leastRecall);
        if (calibratedBrierScore != null) {
            Arguments.requireFinite("calibratedBrierScore", calibratedBrierScore);
        }
    }

    public Quality(
            double accuracyLow,
            double accuracyHigh,
            double topFiveAccuracy,
            double brierScore,
            int calibrationBins,
            double calibrationError,
            double calibratedError,
            double calibratedLikelihood,
            double leastRecall,
            @Nullable QualityIntervals intervals) {
        this(
                accuracyLow,
                accuracyHigh,
                topFiveAccuracy,
                brierScore,
                calibrationBins,
                calibrationError,
                calibratedError,
                calibratedLikelihood,
                leastRecall,
                intervals,
                null);
    }
}
