package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** Cycles may begin again, without back-off. */
public record ResumeRetraining(String alias, String reason, String requestedBy, Instant requestedAt)
        implements Command {
    public ResumeRetraining {
        Arguments.requireName("alias", alias);
    }

    @Override
    public String key() {
        return alias;
    }
}
