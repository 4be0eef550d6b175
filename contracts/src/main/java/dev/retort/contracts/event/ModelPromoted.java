package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The alias names modelVersion from now on, by the policy's decision or by a person's command. */
public record ModelPromoted(
        String alias, Digest modelVersion, @Nullable Digest previous, String run, String arm, String reason, Instant at)
        implements PromotionEvent {
    public ModelPromoted {
        Arguments.requireName("alias", alias);
        Arguments.requireName("run", run);
        Arguments.requireName("arm", arm);
    }
}
