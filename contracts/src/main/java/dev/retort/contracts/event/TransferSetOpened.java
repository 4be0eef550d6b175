package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** The log that a run's students read is there, growing or complete. */
public record TransferSetOpened(String run, TransferSet transferSet, Instant at) implements RunEvent {
    public TransferSetOpened {
        Arguments.requireName("run", run);
    }
}
