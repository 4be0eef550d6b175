package dev.retort.contracts.event;

import dev.retort.contracts.Digest;
import java.time.Instant;

/** What an alias names from now on. */
public sealed interface PromotionEvent extends Event permits ModelPromoted, ModelRolledBack {
    /** The alias that the gateway answers with when no version is asked for. */
    String CHAMPION = "champion";

    String alias();

    Digest modelVersion();

    String reason();

    Instant at();

    @Override
    default String key() {
        return alias();
    }
}
