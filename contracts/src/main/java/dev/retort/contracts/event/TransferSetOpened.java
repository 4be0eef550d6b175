package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The log that a run's students read is there, growing or complete.
 *
 * @param conditions under which what it lacks is labelled from now on; null where that is not known: an older version said so
 *     little, or nothing is lacking
 */
public record TransferSetOpened(
        String run, TransferSet transferSet, @Nullable LabellingConditions conditions, Instant at) implements RunEvent {
    public TransferSetOpened {
        Arguments.requireName("run", run);
    }

    /** Of unknown conditions. */
    public TransferSetOpened(String run, TransferSet transferSet, Instant at) {
        this(run, transferSet, null, at);
    }
}
