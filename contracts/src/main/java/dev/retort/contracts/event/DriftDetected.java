package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/**
 * What is asked of the served student is no longer what it was.
 *
 * @param statistic its name
 * @param value beyond the threshold, on its bad side
 */
public record DriftDetected(String run, String statistic, double value, double threshold, Instant at)
        implements ContinuousEvent {
    public DriftDetected {
        Arguments.requireName("run", run);
        Arguments.requireName("statistic", statistic);
        Arguments.requireFinite("value", value);
        Arguments.requireFinite("threshold", threshold);
    }
}
