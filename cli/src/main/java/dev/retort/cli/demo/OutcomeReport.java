package dev.retort.cli.demo;

import dev.retort.cli.chart.LineChart;
import dev.retort.cli.chart.LineChart.Mark;
import dev.retort.cli.chart.LineChart.Point;
import dev.retort.cli.chart.LineChart.Series;
import dev.retort.contracts.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

/** An outcome for people: a chart, a table, and the figures behind them. */
final class OutcomeReport {
    private static final double MEBIBYTE = 1 << 20;
    private static final int SHOWN_TOPICS = 4;
    private static final int TOPIC_CHARACTERS = 36;

    private final Outcome outcome;
    private final String title;

    /** @param title says which variant it was */
    OutcomeReport(Outcome outcome, String title) {
        this.outcome = outcome;
        this.title = title;
    }

    LineChart chart() {
        List<Mark> marks = new ArrayList<>(List.of(new Mark(outcome.shiftSeconds(), "shift")));
        outcome.happenings().stream()
                .filter(happening -> happening.kind() != Happening.Kind.RETRAINING)
                .forEach(happening -> marks.add(new Mark(happening.seconds(), happening.label())));
        return new LineChart(
                title,
                "seconds",
                "%",
                List.of(series("old images", Measurement::oldAccuracy), series("new images", Measurement::newAccuracy)),
                marks);
    }

    private Series series(String name, ToDoubleFunction<Measurement> accuracy) {
        return new Series(
                name,
                outcome.measurements().stream()
                        .map(measurement -> new Point(measurement.seconds(), 100 * accuracy.applyAsDouble(measurement)))
                        .toList());
    }

    String table() {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add("                              before    after");
        lines.add(accuracies("accuracy on old images", outcome.oldBefore(), outcome.oldAfter()));
        lines.add(accuracies("accuracy on new images", outcome.newBefore(), outcome.newAfter()));
        lines.add(row("from shift to recovery", recovery()));
        lines.add(row(
                "since the shift",
                "%s, %d promoted"
                        .formatted(
                                Quantity.of(outcome.count(Happening.Kind.RETRAINING), "retraining"),
                                outcome.count(Happening.Kind.PROMOTION))));
        lines.add(row("requests", "%,d, of which %,d failed".formatted(outcome.requests(), outcome.failedRequests())));
        lines.add(row(
                "new images sent",
                "%,d, of which %,d with a label".formatted(outcome.samples(), outcome.labelledSamples())));
        lines.add(row("the log grew by", "%.1f MiB".formatted(outcome.grownBytes() / MEBIBYTE)));
        outcome.growthBytes().entrySet().stream()
                .filter(topic -> topic.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN_TOPICS)
                .forEach(topic -> lines.add(
                        "    %-38s %8.2f MiB".formatted(shortened(topic.getKey()), topic.getValue() / MEBIBYTE)));
        return lines.toString();
    }

    private String recovery() {
        OptionalDouble seconds = outcome.recoverySeconds();
        if (outcome.lost() <= 0) {
            return "nothing was lost";
        }
        return seconds.isPresent()
                ? "%.0f s, until half of the %.1f lost points were back"
                        .formatted(seconds.getAsDouble(), 100 * outcome.lost())
                : "not within %.0f s".formatted(outcome.measurements().getLast().seconds() - outcome.shiftSeconds());
    }

    /** A line a measurement; what it came to and what happened as comments. */
    String csv() {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("# " + title);
        lines.add(
                "# old_before=%.4f old_after=%.4f new_before=%.4f new_after=%.4f recovery_seconds=%s requests=%d failed=%d grown_bytes=%d"
                        .formatted(
                                outcome.oldBefore(),
                                outcome.oldAfter(),
                                outcome.newBefore(),
                                outcome.newAfter(),
                                outcome.recoverySeconds().isPresent()
                                        ? "%.1f"
                                                .formatted(outcome.recoverySeconds()
                                                        .getAsDouble())
                                        : "none",
                                outcome.requests(),
                                outcome.failedRequests(),
                                outcome.grownBytes()));
        lines.add("# %.1f s: shift".formatted(outcome.shiftSeconds()));
        outcome.happenings().stream()
                .sorted(Comparator.comparingDouble(Happening::seconds))
                .forEach(happening -> lines.add("# %.1f s: %s".formatted(happening.seconds(), happening.label())));
        lines.add("seconds,old_accuracy,new_accuracy");
        outcome.measurements()
                .forEach(one ->
                        lines.add("%.1f,%.4f,%.4f".formatted(one.seconds(), one.oldAccuracy(), one.newAccuracy())));
        return lines.toString();
    }

    private static String accuracies(String name, double before, double after) {
        return "  %-26s %6.1f %%  %6.1f %%".formatted(name, 100 * before, 100 * after);
    }

    private static String row(String name, String value) {
        return "  %-26s  %s".formatted(name, value);
    }

    private static String shortened(String topic) {
        return topic.length() <= TOPIC_CHARACTERS ? topic : topic.substring(0, TOPIC_CHARACTERS) + "…";
    }
}
