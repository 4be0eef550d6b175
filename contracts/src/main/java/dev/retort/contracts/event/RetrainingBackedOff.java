package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/**
 * Several cycles in a row brought nothing better: the next one waits for more samples, or longer.
 *
 * @param cycle the last of them
 * @param failures in a row
 * @param neededSamples new ones before the next cycle, unless time begins it
 */
public record RetrainingBackedOff(String run, int cycle, int failures, long neededSamples, Instant at)
        implements ContinuousEvent {
    public RetrainingBackedOff {
        Arguments.requireName("run", run);
        Arguments.requireAtLeast("cycle", cycle, 1);
        Arguments.requireAtLeast("failures", failures, 1);
        Arguments.requireNotNegative("neededSamples", neededSamples);
    }
}
