package dev.retort.eval.domain;

import dev.retort.contracts.event.Quality;
import dev.retort.distill.score.Calibration;
import dev.retort.distill.score.ConfusionMatrix;
import dev.retort.distill.score.Metrics;
import dev.retort.distill.score.Predictions;
import dev.retort.distill.statistics.Interval;
import dev.retort.distill.statistics.Wilson;

/** From what a version said to how good that is. */
public final class Qualities {
    private static final double CONFIDENCE = 0.95;
    private static final int TOP = 5;

    private Qualities() {}

    /** @param temperature fitted on the held-out split, whichever split this is */
    public static Quality of(Predictions predictions, double temperature) {
        Interval accuracy = Wilson.interval(Metrics.correct(predictions), predictions.images(), CONFIDENCE);
        return new Quality(
                accuracy.low(),
                accuracy.high(),
                Metrics.topAccuracy(predictions, TOP),
                Metrics.brierScore(predictions, 1),
                Calibration.BINS,
                Calibration.error(predictions, 1),
                Calibration.error(predictions, temperature),
                Metrics.negativeLogLikelihood(predictions, temperature),
                ConfusionMatrix.of(predictions).leastRecall());
    }
}
