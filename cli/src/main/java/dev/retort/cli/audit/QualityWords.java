package dev.retort.cli.audit;

import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.QualityIntervals;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How good a version was found to be on the held-out images, and how sure that is. */
final class QualityWords {
    private QualityWords() {}

    /** Empty for records that are older than the intervals. */
    static Optional<String> of(@Nullable Quality quality) {
        QualityIntervals intervals = quality == null ? null : quality.intervals();
        return quality == null || intervals == null
                ? Optional.empty()
                : Optional.of(String.join(
                        ", ",
                        "in brackets 95 %% confidence: accuracy (%s)"
                                .formatted(percent(new Interval(quality.accuracyLow(), quality.accuracyHigh()))),
                        "top-5 " + percent(quality.topFiveAccuracy(), intervals.topFiveAccuracy()),
                        "least recall of a class " + percent(quality.leastRecall(), intervals.leastRecall()),
                        "calibration error " + percent(quality.calibrationError(), intervals.calibrationError()),
                        "as served " + percent(quality.calibratedError(), intervals.calibratedError()),
                        brierScore(quality, intervals),
                        "-log likelihood as served "
                                + number(quality.calibratedLikelihood(), intervals.calibratedLikelihood())));
    }

    private static String brierScore(Quality quality, QualityIntervals intervals) {
        String raw = "Brier score " + number(quality.brierScore(), intervals.brierScore());
        Double served = quality.calibratedBrierScore();
        Interval interval = intervals.calibratedBrierScore();
        return served == null || interval == null ? raw : raw + ", as served " + number(served, interval);
    }

    private static String percent(double share, Interval interval) {
        return String.format(Locale.ROOT, "%.2f (%s)", 100 * share, percent(interval));
    }

    private static String percent(Interval interval) {
        return String.format(Locale.ROOT, "%.2f to %.2f %%", 100 * interval.low(), 100 * interval.high());
    }

    private static String number(double value, Interval interval) {
        return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", value, interval.low(), interval.high());
    }
}
