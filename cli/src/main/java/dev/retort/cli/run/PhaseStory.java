package dev.retort.cli.run;

import dev.retort.contracts.event.PhaseProgressed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One phase while events of it arrive. */
final class PhaseStory {
    private final String name;
    private final ActiveTime time = new ActiveTime();
    private long done;
    private long total;
    private boolean finished;
    private boolean begun;
    private Map<String, Double> metrics = Map.of();

    PhaseStory(String name) {
        this.name = name;
    }

    void begin(Instant at) {
        time.mark(at);
    }

    void on(PhaseProgressed progressed) {
        begun = true;
        finished = false;
        time.mark(progressed.at());
        done = progressed.done();
        total = progressed.total() == Long.MAX_VALUE
                ? progressed.metrics().getOrDefault("total", 0.0).longValue()
                : progressed.total();
        if (!progressed.metrics().isEmpty()) {
            metrics = progressed.metrics();
        }
    }

    /** The first word of its end counts; every event of the next phase says it again. */
    void finish(Instant at) {
        if (finished) {
            return;
        }
        if (begun) {
            time.mark(at);
        }
        time.pause();
        finished = true;
    }

    boolean isFinished() {
        return finished;
    }

    PhaseRow row() {
        PhaseRow.State state = finished ? PhaseRow.State.DONE : begun ? PhaseRow.State.RUNNING : PhaseRow.State.WAITING;
        return new PhaseRow(name, state, done, total, time.total(), detail());
    }

    private String detail() {
        List<String> parts = new ArrayList<>();
        add(parts, "loss", "loss %.3f", 1);
        add(parts, "accuracy", "accuracy %.1f %%", 100);
        add(parts, "heldOutAccuracy", "held-out %.1f %%", 100);
        add(parts, "imagesPerSecond", "%.0f images/s", 1);
        return String.join(", ", parts);
    }

    private void add(List<String> parts, String metric, String format, double factor) {
        Double value = metrics.get(metric);
        if (value != null) {
            parts.add(format.formatted(factor * value));
        }
    }
}
