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
 * @param otherImages null is {@link OtherImages#KEEP}
 */
public record PromotionPolicy(
        double minimumAccuracy,
        double minimumImprovement,
        @Nullable Comparison comparison,
        @Nullable Bounds bounds,
        @Nullable OtherImages otherImages) {
    public PromotionPolicy {
        Arguments.requireFinite("minimumAccuracy", minimumAccuracy);
        Arguments.requireFinite("minimumImprovement", minimumImprovement);
    }

    public PromotionPolicy(double minimumAccuracy, double minimumImprovement) {
        this(minimumAccuracy, minimumImprovement, null, null, null);
    }

    public PromotionPolicy(
            double minimumAccuracy,
            double minimumImprovement,
            @Nullable Comparison comparison,
            @Nullable Bounds bounds) {
        this(minimumAccuracy, minimumImprovement, comparison, bounds, null);
    }

    public Comparison comparisonOrStandard() {
        return comparison == null ? Comparison.STANDARD : comparison;
    }

    public Bounds boundsOrNone() {
        return bounds == null ? Bounds.NONE : bounds;
    }

    /** Whether a champion that no held-out image is common with may be replaced unseen. */
    public boolean replacesWithoutComparison() {
        return otherImages == OtherImages.REPLACE;
    }

    /** What becomes of a champion that cannot be compared, since no held-out image is common to both runs. */
    public enum OtherImages {
        /** It stays. */
        KEEP,
        /** The last checkpoint of a run that was started later takes its place. */
        REPLACE
    }
}
