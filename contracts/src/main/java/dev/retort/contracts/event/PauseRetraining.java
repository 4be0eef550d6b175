package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** Begin no cycle that would replace what an alias names, until {@link ResumeRetraining}. Samples are still labelled. */
public record PauseRetraining(String alias, String reason, String requestedBy, Instant requestedAt) implements Command {
    public PauseRetraining {
        Arguments.requireName("alias", alias);
    }

    @Override
    public String key() {
        return alias;
    }
}
