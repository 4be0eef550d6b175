package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** All requests are the alias' own again. */
public record EndCanary(String alias, String reason, String requestedBy, Instant requestedAt) implements TrialEnd {
    public EndCanary {
        Arguments.requireName("alias", alias);
    }
}
