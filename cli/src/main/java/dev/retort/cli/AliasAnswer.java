package dev.retort.cli;

import dev.retort.contracts.event.Command;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.RollBack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to one command about an alias: a fold over the events after it. Whatever else moves the alias meanwhile
 * is no answer.
 */
final class AliasAnswer {
    private final String alias;
    private final String requestedBy;
    private final Instant requestedAt;
    /** On another topic than decisions, and maybe read before its own. */
    private final List<PromotionEvent> moves = new ArrayList<>();

    private @Nullable PromotionDecided decided;

    private AliasAnswer(String alias, String requestedBy, Instant requestedAt) {
        this.alias = alias;
        this.requestedBy = requestedBy;
        this.requestedAt = requestedAt;
    }

    /** @throws IllegalArgumentException for a command that is about no alias' version */
    static AliasAnswer to(Command command) {
        return switch (command) {
            case Promote promote -> new AliasAnswer(promote.alias(), promote.requestedBy(), promote.requestedAt());
            case RollBack back -> new AliasAnswer(back.alias(), back.requestedBy(), back.requestedAt());
            case Command other -> throw new IllegalArgumentException(other + " moves no alias");
        };
    }

    void on(Event event) {
        if (event instanceof PromotionDecided decision && isAnswer(decision)) {
            decided = decision;
        }
        if (event instanceof PromotionEvent move && move.alias().equals(alias)) {
            moves.add(move);
        }
    }

    private boolean isAnswer(PromotionDecided decision) {
        return decision.alias().equals(alias)
                && decision.requestedBy().equals(requestedBy)
                && decision.requestedAt().equals(requestedAt);
    }

    /** Once the alias has moved, where it is to move. */
    Optional<PromotionDecided> answer() {
        return Optional.ofNullable(decided).filter(decision -> !decision.movesTheAlias() || hasMoved(decision));
    }

    private boolean hasMoved(PromotionDecided decision) {
        return moves.stream()
                .anyMatch(move -> move.modelVersion().equals(decision.candidate())
                        && move.at().equals(decision.at()));
    }
}
