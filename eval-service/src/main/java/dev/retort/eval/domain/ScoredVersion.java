package dev.retort.eval.domain;

import dev.retort.contracts.event.EvaluationCompleted;
import org.jspecify.annotations.Nullable;

/**
 * A model version as the promotion rule sees it.
 *
 * @param heldOut what its held-out score was taken on; null if the log does not say
 * @param runOrder place of its run among all runs, in the order in which they were started
 */
public record ScoredVersion(
        EvaluationCompleted evaluation, @Nullable HeldOutImages heldOut, int runOrder) {

    double heldOutAccuracy() {
        return evaluation.heldOut().accuracy();
    }

    boolean isComparableTo(ScoredVersion other) {
        return heldOut != null && heldOut.equals(other.heldOut);
    }
}
