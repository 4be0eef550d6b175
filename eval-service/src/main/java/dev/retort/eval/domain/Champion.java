package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PromotionEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an alias names.
 *
 * @param previous what it named before
 * @param rolledBack whether it was moved here by a roll-back
 */
public record Champion(
        String alias, Digest modelVersion, @Nullable Digest previous, boolean rolledBack, Instant since) {

    static Champion of(PromotionEvent event) {
        return switch (event) {
            case ModelPromoted promoted ->
                new Champion(promoted.alias(), promoted.modelVersion(), promoted.previous(), false, promoted.at());
            case ModelRolledBack back ->
                new Champion(back.alias(), back.modelVersion(), back.previous(), true, back.at());
        };
    }
}
