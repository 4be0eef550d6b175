package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** The run takes new samples from now on. */
public record ContinuousSetOpened(String run, ContinuousSet set, Instant at) implements ContinuousEvent {
    public ContinuousSetOpened {
        Arguments.requireName("run", run);
    }
}
