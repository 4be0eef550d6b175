package dev.retort.contracts.event;

import dev.retort.contracts.Digest;
import java.time.Instant;

/** A trial is over, and what one gateway saw of it since that gateway started; each gateway that had it says so. */
public sealed interface TrialEnded extends EvaluationEvent permits CanaryEnded, ShadowEnded {
    String alias();

    Digest modelVersion();

    /** When the command that started it was sent: with the version, the trial's identity. */
    Instant startedAt();

    /** Whether the gateway ended it, and no command. */
    boolean automatic();

    String reason();

    Instant at();

    @Override
    default String key() {
        return alias();
    }
}
