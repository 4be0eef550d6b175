package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/**
 * A cycle cannot come to its end, however often it is tried: its loss is not finite, for instance, and the same steps give the
 * same loss. It is over and was inconclusive; the champion stays, and the next cycle may begin.
 *
 * @param reason in words; where a {@link RunFailed} would have a code, it begins with that
 */
public record RetrainingFailed(String run, int cycle, String reason, Instant at) implements ContinuousEvent {
    public RetrainingFailed {
        Arguments.requireName("run", run);
        Arguments.requireAtLeast("cycle", cycle, 1);
    }
}
