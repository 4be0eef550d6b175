package dev.retort.gateway.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;
import java.time.Instant;

/** Names a trial: the same version may be tried again. */
record TrialId(Digest modelVersion, Instant startedAt) {
    static TrialId of(TrialStart start) {
        return new TrialId(start.modelVersion(), start.requestedAt());
    }

    static TrialId of(TrialEnded ended) {
        return new TrialId(ended.modelVersion(), ended.startedAt());
    }
}
