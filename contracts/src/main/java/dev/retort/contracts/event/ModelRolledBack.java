package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;

/** The alias names an earlier version again; previous is the one it left. */
public record ModelRolledBack(String alias, Digest modelVersion, Digest previous, String reason, Instant at)
        implements PromotionEvent {
    public ModelRolledBack {
        Arguments.requireName("alias", alias);
    }
}
