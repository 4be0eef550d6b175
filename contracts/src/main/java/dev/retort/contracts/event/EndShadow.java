package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** Nobody is asked in the background any more. */
public record EndShadow(String alias, String reason, String requestedBy, Instant requestedAt) implements TrialEnd {
    public EndShadow {
        Arguments.requireName("alias", alias);
    }
}
