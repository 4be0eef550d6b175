package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody or something asked whether an alias should name another version, and this was the answer. The audit: it stays on
 * the log for good, while the promotions topic keeps an alias' last record only.
 *
 * @param candidate what the alias would name; null where a roll-back had nowhere to go
 * @param champion what it named when this was decided
 * @param reasons in words, each with the numbers that it rests on
 * @param requestedBy who sent the command, or {@code policy}
 * @param requestedAt when the command was sent, or when the evaluation was completed
 * @param inputs null where a person decided
 * @param test null where none was made
 */
public record PromotionDecided(
        String alias,
        @Nullable Digest candidate,
        @Nullable Digest champion,
        Verdict verdict,
        List<String> reasons,
        String requestedBy,
        Instant requestedAt,
        @Nullable DecisionInputs inputs,
        @Nullable TestResult test,
        String codeVersion,
        Instant at)
        implements EvaluationEvent {

    /** {@link #requestedBy} of a decision that no person asked for. */
    public static final String POLICY = "policy";

    public PromotionDecided {
        Arguments.requireName("alias", alias);
        reasons = List.copyOf(reasons);
    }

    @Override
    public String key() {
        return alias;
    }

    public boolean movesTheAlias() {
        return switch (verdict) {
            case PROMOTED, ROLLED_BACK -> true;
            case REJECTED, INCONCLUSIVE, REFUSED -> false;
        };
    }

    /** What was said. */
    public enum Verdict {
        PROMOTED,
        /** The candidate is not good enough. */
        REJECTED,
        /** It cannot be told; the champion stays. */
        INCONCLUSIVE,
        ROLLED_BACK,
        /** A command that cannot be carried out. */
        REFUSED
    }
}
