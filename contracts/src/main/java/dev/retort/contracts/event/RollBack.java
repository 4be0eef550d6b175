package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import java.time.Instant;

/** Make an alias name the version that it named before. */
public record RollBack(String alias, String reason, String requestedBy, Instant requestedAt) implements Command {
    public RollBack {
        Arguments.requireName("alias", alias);
    }

    @Override
    public String key() {
        return alias;
    }
}
