package dev.retort.contracts.event;

import java.time.Instant;

/** End the trial that is on; none being on is fine. */
public sealed interface TrialEnd extends Command permits EndCanary, EndShadow {
    String alias();

    String reason();

    Instant requestedAt();

    @Override
    default String key() {
        return alias();
    }
}
