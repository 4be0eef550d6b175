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
 * @param table who was right; null where there is no image, both could not be asked, or nobody was
 * @param wentOnFrom version that the student was made from, in the form that is the champion if one is; null on records from before
 *     it was noted
 * @param paused why retraining was held when it was decided; null where it was not
 * @param notShown why there is no table though both were to be asked; null where there is one, where nobody was to be asked,
 *     and on records from before it was noted
 */
public record RecentImages(
        ContinuousSpec.Gate gate,
        Digest set,
        long endBatch,
        int images,
        int labelled,
        @Nullable PairedCounts table,
        @Nullable Digest wentOnFrom,
        @Nullable String paused,
        @Nullable String notShown) {
    public RecentImages {
        Arguments.requireNotNegative("endBatch", endBatch);
        Arguments.requireNotNegative("images", images);
        Arguments.requireNotNegative("labelled", labelled);
    }

    /** Of a student that nothing is in the way of. */
    public RecentImages(
            ContinuousSpec.Gate gate,
            Digest set,
            long endBatch,
            int images,
            int labelled,
            @Nullable PairedCounts table) {
        this(gate, set, endBatch, images, labelled, table, null, null, null);
    }
}
