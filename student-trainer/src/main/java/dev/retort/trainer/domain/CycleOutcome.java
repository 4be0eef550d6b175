package dev.retort.trainer.domain;

import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.RetrainingFailed;
import java.util.List;

/**
 * What became of a cycle. One that has no last checkpoint, or whose last one cannot be scored, is inconclusive: nothing was
 * shown of it, good or bad.
 *
 * @param reasons in words
 */
public record CycleOutcome(Verdict verdict, List<String> reasons) {
    public CycleOutcome {
        reasons = List.copyOf(reasons);
    }

    static CycleOutcome of(PromotionDecided decision) {
        return new CycleOutcome(decision.verdict(), decision.reasons());
    }

    static CycleOutcome skipped(CheckpointSkipped last) {
        return new CycleOutcome(Verdict.INCONCLUSIVE, List.of(last.reason()));
    }

    static CycleOutcome failed(RetrainingFailed cycle) {
        return new CycleOutcome(Verdict.INCONCLUSIVE, List.of(cycle.reason()));
    }

    public boolean isPromoted() {
        return verdict == Verdict.PROMOTED;
    }
}
