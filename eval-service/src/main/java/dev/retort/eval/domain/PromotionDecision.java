package dev.retort.eval.domain;

import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.TestResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the policy says about a candidate for the champion. */
public sealed interface PromotionDecision {
    /** In words, each with the numbers that it rests on. */
    List<String> reasons();

    /** The paired test that was made, if one was. */
    @Nullable
    TestResult test();

    /** As it goes on the log. */
    default Verdict verdict() {
        return switch (this) {
            case Promoted _ -> Verdict.PROMOTED;
            case Rejected _ -> Verdict.REJECTED;
            case Inconclusive _ -> Verdict.INCONCLUSIVE;
        };
    }

    /** The candidate is the champion from now on. */
    record Promoted(List<String> reasons, @Nullable TestResult test) implements PromotionDecision {
        public Promoted {
            reasons = List.copyOf(reasons);
        }
    }

    /** The candidate is not good enough. */
    record Rejected(List<String> reasons, @Nullable TestResult test) implements PromotionDecision {
        public Rejected {
            reasons = List.copyOf(reasons);
        }
    }

    /** It cannot be told, or candidate and champion cannot be compared; the champion stays. */
    record Inconclusive(List<String> reasons, @Nullable TestResult test) implements PromotionDecision {
        public Inconclusive {
            reasons = List.copyOf(reasons);
        }
    }
}
