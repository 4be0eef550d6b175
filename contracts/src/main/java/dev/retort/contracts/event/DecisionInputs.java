package dev.retort.contracts.event;

import dev.retort.contracts.experiment.PromotionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision of the policy rests on: the rule is a pure function of this, so a record can be decided again.
 *
 * @param ruleVersion of the code that decided
 * @param policy of the candidate's run
 * @param champion null where the alias named nothing
 * @param sameImages whether both were scored on exactly the same held-out images
 * @param laterRun whether the candidate's run was started no earlier than the champion's
 * @param table who was right on the held-out images that both have; null where they cannot be compared
 * @param attempt which comparison with this champion it is, from 1
 * @param recent null where the candidate is no retraining, or another form of the checkpoint that the champion is of
 * @param evidence null on records of rule versions before 4
 */
public record DecisionInputs(
        int ruleVersion,
        PromotionPolicy policy,
        Contender candidate,
        @Nullable Contender champion,
        boolean sameImages,
        boolean laterRun,
        @Nullable PairedCounts table,
        int attempt,
        @Nullable RecentImages recent,
        @Nullable Evidence evidence) {
    public DecisionInputs(
            int ruleVersion,
            PromotionPolicy policy,
            Contender candidate,
            @Nullable Contender champion,
            boolean sameImages,
            boolean laterRun,
            @Nullable PairedCounts table,
            int attempt) {
        this(ruleVersion, policy, candidate, champion, sameImages, laterRun, table, attempt, null);
    }

    public DecisionInputs(
            int ruleVersion,
            PromotionPolicy policy,
            Contender candidate,
            @Nullable Contender champion,
            boolean sameImages,
            boolean laterRun,
            @Nullable PairedCounts table,
            int attempt,
            @Nullable RecentImages recent) {
        this(ruleVersion, policy, candidate, champion, sameImages, laterRun, table, attempt, recent, null);
    }

    public Evidence evidenceOrNone() {
        return evidence == null ? Evidence.NONE : evidence;
    }
}
