package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** A run cannot go on; reason says what was wrong and what to do. */
public record RunFailed(String run, String service, String code, String reason, Instant at) implements RunEvent {
    public RunFailed {
        Arguments.requireName("run", run);
    }
}
