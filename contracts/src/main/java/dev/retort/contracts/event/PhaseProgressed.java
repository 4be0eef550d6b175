package dev.retort.contracts.event;

import java.time.Instant;
import java.util.Map;

/** How far a phase is, in steps or images; metrics by name: loss, accuracy, imagesPerSecond. */
public record PhaseProgressed(
        String run, Phase phase, String arm, long done, long total, Map<String, Double> metrics, Instant at)
        implements RunEvent {
    public PhaseProgressed {
        metrics = Map.copyOf(metrics);
    }
}
