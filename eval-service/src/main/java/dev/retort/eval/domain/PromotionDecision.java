package dev.retort.eval.domain;

import java.util.List;

/** What the policy says about a candidate for the champion. */
public sealed interface PromotionDecision {
    /** In words, each with the numbers that it rests on. */
    List<String> reasons();

    /** The candidate is the champion from now on. */
    record Promoted(List<String> reasons) implements PromotionDecision {
        public Promoted {
            reasons = List.copyOf(reasons);
        }
    }

    /** The candidate is not good enough. */
    record Rejected(List<String> reasons) implements PromotionDecision {
        public Rejected {
            reasons = List.copyOf(reasons);
        }
    }

    /** Candidate and champion cannot be compared; the champion stays. */
    record Inconclusive(List<String> reasons) implements PromotionDecision {
        public Inconclusive {
            reasons = List.copyOf(reasons);
        }
    }
}
