package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;

/** Make an alias name a version, whatever the policy thinks of it. */
public record Promote(String alias, Digest modelVersion, String reason, String requestedBy, Instant requestedAt)
        implements Command {
    public Promote {
        Arguments.requireName("alias", alias);
    }

    @Override
    public String key() {
        return alias;
    }
}
