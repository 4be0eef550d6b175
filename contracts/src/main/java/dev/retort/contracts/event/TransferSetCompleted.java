package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;

/** Every view of the transfer set is on its log. */
public record TransferSetCompleted(String run, Digest transferSet, long samples, Instant at) implements RunEvent {
    public TransferSetCompleted {
        Arguments.requireName("run", run);
        Arguments.requireNotNegative("samples", samples);
    }
}
