package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;
import java.util.Map;

/** How far a phase is, in steps or images; metrics by name: loss, accuracy, imagesPerSecond. */
public record PhaseProgressed(
        String run, Phase phase, String arm, long done, long total, Map<String, Double> metrics, Instant at)
        implements RunEvent {
    public PhaseProgressed {
        Arguments.requireName("run", run);
        Arguments.requireNotNegative("done", done);
        Arguments.requireNotNegative("total", total);
        metrics.forEach((name, value) -> Arguments.requireFinite("metrics." + name, value));
        metrics = Map.copyOf(metrics);
    }
}
