package dev.retort.contracts.event;

import dev.retort.contracts.Digest;
import java.time.Instant;

/** Try a version beside the one that an alias names, from now on and across restarts; one of a kind at a time. */
public sealed interface TrialStart extends Command permits StartCanary, StartShadow {
    String alias();

    Digest modelVersion();

    /** Of the requests, in [0, 1]; which ones, their ids decide. */
    double share();

    String reason();

    Instant requestedAt();

    @Override
    default String key() {
        return alias();
    }
}
