package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;

/** An arm has taken its last step; its final checkpoint is published. */
public record StudentTrained(String run, String arm, long steps, Digest checkpoint, Instant at) implements RunEvent {
    public StudentTrained {
        Arguments.requireName("run", run);
        Arguments.requireName("arm", arm);
        Arguments.requireNotNegative("steps", steps);
    }
}
