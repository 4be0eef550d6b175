package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.ContinuousSpec;
import org.jspecify.annotations.Nullable;

/**
 * Images that came later and were kept for scoring: a student that went on learning must be better on them.
 *
 * @param set the continuous set
 * @param endBatch of the set, exclusive: what the student may have learned from ends there as well
 * @param images that both were shown
 * @param labelled of them; of the others the teacher's class counts as right
 * @param table who was right; null where there is no image
 */
public record RecentImages(
        ContinuousSpec.Gate gate,
        Digest set,
        long endBatch,
        int images,
        int labelled,
        @Nullable PairedCounts table) {
    public RecentImages {
        Arguments.requireNotNegative("endBatch", endBatch);
        Arguments.requireNotNegative("images", images);
        Arguments.requireNotNegative("labelled", labelled);
    }
}
