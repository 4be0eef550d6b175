package dev.retort.eval.domain;

import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.eval.domain.PromotionDecision.Inconclusive;
import dev.retort.eval.domain.PromotionDecision.Promoted;
import dev.retort.eval.domain.PromotionDecision.Rejected;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The first, simple rule. It looks at held-out accuracy only, never at the test split:
 *
 * <ol>
 *   <li>a teacher, or an arm that the experiment does not promote, is rejected;
 *   <li>less than {@code minimumAccuracy} is rejected;
 *   <li>where there is no champion, the candidate becomes it;
 *   <li>a champion scored on the same images must be beaten by {@code minimumImprovement};
 *   <li>a champion scored on other images (another experiment ran before) cannot be compared: the last checkpoint of a
 *       run that was started later takes its place, since who starts a run wants to see its student; an earlier
 *       checkpoint has to wait for that.
 * </ol>
 *
 * <p>A pure function: the same arguments give the same decision.
 */
public final class PromotionRule {
    /** Accuracies are sums of 1 / images; a difference this small is rounding. */
    private static final double ROUNDING = 1e-9;

    private PromotionRule() {}

    /** @param champion null where the alias names nothing */
    public static PromotionDecision decide(
            PromotionPolicy policy, ScoredVersion candidate, @Nullable ScoredVersion champion) {
        double accuracy = candidate.heldOutAccuracy();
        if (candidate.evaluation().role() == Role.TEACHER) {
            return new Rejected(List.of("a teacher is never served"));
        }
        if (!candidate.evaluation().promotable()) {
            return new Rejected(List.of("the experiment does not promote arm "
                    + candidate.evaluation().arm()));
        }
        if (accuracy < policy.minimumAccuracy() - ROUNDING) {
            return new Rejected(List.of("held-out accuracy %s is under the least of %s"
                    .formatted(percent(accuracy), percent(policy.minimumAccuracy()))));
        }
        if (champion == null) {
            return new Promoted(List.of("held-out accuracy %s, and no champion before".formatted(percent(accuracy))));
        }
        return candidate.isComparableTo(champion)
                ? compare(policy, accuracy, champion.heldOutAccuracy())
                : replace(candidate, champion);
    }

    private static PromotionDecision compare(PromotionPolicy policy, double accuracy, double championAccuracy) {
        String numbers = "held-out accuracy %s against the champion's %s; %s more is asked for"
                .formatted(percent(accuracy), percent(championAccuracy), percent(policy.minimumImprovement()));
        boolean better = accuracy >= championAccuracy + policy.minimumImprovement() - ROUNDING;
        return better ? new Promoted(List.of(numbers)) : new Rejected(List.of(numbers));
    }

    private static PromotionDecision replace(ScoredVersion candidate, ScoredVersion champion) {
        String why = "the champion, of run %s, was scored on other images"
                .formatted(champion.evaluation().run());
        if (candidate.runOrder() < champion.runOrder()) {
            return new Inconclusive(List.of(why, "the champion's run was started later"));
        }
        if (!candidate.evaluation().last()) {
            return new Inconclusive(List.of(why, "this is not the run's last checkpoint"));
        }
        return new Promoted(List.of(
                why,
                "this is the last checkpoint of a later run, held-out accuracy "
                        + percent(candidate.heldOutAccuracy())));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
