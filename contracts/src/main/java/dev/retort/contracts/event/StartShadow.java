package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;

/** Ask this version in the background what the alias' version was asked, and count how often both say the same class. */
public record StartShadow(
        String alias, Digest modelVersion, double share, String reason, String requestedBy, Instant requestedAt)
        implements TrialStart {
    public StartShadow {
        Arguments.requireName("alias", alias);
        Arguments.requireShare("share", share);
    }
}
