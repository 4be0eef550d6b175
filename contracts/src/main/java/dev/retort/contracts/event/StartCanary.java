package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;

/** Answer a share of the requests with this version, until it breaks its bounds or somebody ends it. */
public record StartCanary(
        String alias,
        Digest modelVersion,
        double share,
        CanaryBounds bounds,
        String reason,
        String requestedBy,
        Instant requestedAt)
        implements TrialStart {
    public StartCanary {
        Arguments.requireName("alias", alias);
        Arguments.requireShare("share", share);
    }
}
