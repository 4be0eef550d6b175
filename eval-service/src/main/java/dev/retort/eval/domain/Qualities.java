package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.QualityIntervals;
import dev.retort.distill.score.BootstrapIntervals;
import dev.retort.distill.score.Calibration;
import dev.retort.distill.score.ConfusionMatrix;
import dev.retort.distill.score.Metrics;
import dev.retort.distill.score.Predictions;
import dev.retort.distill.statistics.Wilson;
import java.nio.ByteBuffer;

/** From what a version said to how good that is. */
public final class Qualities {
    public static final double CONFIDENCE = 0.95;

    private static final int TOP = 5;
    /** The ends of 95 % are the tenth from either end: off by an eighth of a standard deviation. */
    private static final int RESAMPLES = 399;

    private Qualities() {}

    /**
     * @param temperature fitted on the held-out split, whichever split this is
     * @param kept digest of the predictions of both splits, by which the same images are drawn again
     */
    public static Quality of(Predictions predictions, double temperature, Digest kept) {
        Interval accuracy = share(Metrics.correct(predictions), predictions);
        ConfusionMatrix matrix = ConfusionMatrix.of(predictions);
        return new Quality(
                accuracy.low(),
                accuracy.high(),
                Metrics.topAccuracy(predictions, TOP),
                Metrics.brierScore(predictions, 1),
                Calibration.BINS,
                Calibration.error(predictions, 1),
                Calibration.error(predictions, temperature),
                Metrics.negativeLogLikelihood(predictions, temperature),
                matrix.leastRecall(),
                intervals(predictions, matrix, temperature, seed(kept)),
                Metrics.brierScore(predictions, temperature));
    }

    private static QualityIntervals intervals(
            Predictions predictions, ConfusionMatrix matrix, double temperature, long seed) {
        BootstrapIntervals drawn = BootstrapIntervals.of(predictions, temperature, CONFIDENCE, RESAMPLES, seed);
        return new QualityIntervals(
                share(Metrics.topCorrect(predictions, TOP), predictions),
                matrix.recallInterval(matrix.leastRecalled(), CONFIDENCE).orElseThrow(),
                drawn.negativeLogLikelihood(),
                drawn.calibratedLikelihood(),
                drawn.brierScore(),
                drawn.calibrationError(),
                drawn.calibratedError(),
                RESAMPLES,
                drawn.calibratedBrierScore());
    }

    private static Interval share(int right, Predictions predictions) {
        return Wilson.interval(right, predictions.images(), CONFIDENCE);
    }

    private static long seed(Digest kept) {
        return ByteBuffer.wrap(kept.toBytes()).getLong();
    }
}
