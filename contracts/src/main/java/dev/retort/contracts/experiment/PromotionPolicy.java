package dev.retort.contracts.experiment;

import dev.retort.contracts.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * When a candidate becomes the champion. What an experiment leaves out is null here, so that the name of its run stays what
 * it was before there was a choice.
 *
 * @param minimumAccuracy least accuracy on the held-out split, in [0, 1]
 * @param minimumImprovement by how much a candidate's held-out accuracy must be above the champion's, beside what the test
 *     says
 */
public record PromotionPolicy(
        double minimumAccuracy,
        double minimumImprovement,
        @Nullable Comparison comparison,
        @Nullable Bounds bounds) {
    public PromotionPolicy {
        Arguments.requireFinite("minimumAccuracy", minimumAccuracy);
        Arguments.requireFinite("minimumImprovement", minimumImprovement);
    }

    public PromotionPolicy(double minimumAccuracy, double minimumImprovement) {
        this(minimumAccuracy, minimumImprovement, null, null);
    }

    public Comparison comparisonOrStandard() {
        return comparison == null ? Comparison.STANDARD : comparison;
    }

    public Bounds boundsOrNone() {
        return bounds == null ? Bounds.NONE : bounds;
    }
}
