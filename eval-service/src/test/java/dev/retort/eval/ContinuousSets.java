package dev.retort.eval;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.Requests;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.Flip;
import java.util.Collections;
import java.util.List;

/** New images of one pixel, and a teacher's word on them. */
public final class ContinuousSets {
    private static final int BATCH = 4;
    private static final int VIEWS = 2;

    private ContinuousSets() {}

    public static ContinuousSet set(String name, int classes) {
        return new ContinuousSet(
                Evaluations.digest(name),
                Evaluations.digest("dataset"),
                Evaluations.digest("teacher"),
                new Augmentation(Flip.NEVER, 0, 0, 0),
                1,
                1,
                1,
                1,
                classes,
                BATCH,
                VIEWS,
                0.25);
    }

    /** Four images, pixel {@code i} of which the teacher takes for class {@code answers[i]} over both views together. */
    public static ContinuousBatch batch(ContinuousSet set, byte[] pixels, int[] answers) {
        short[] logits = new short[VIEWS * BATCH * set.classes()];
        for (int i = 0; i < BATCH; i++) {
            // The first view sees another class, a little.
            logits[i * set.classes() + (answers[i] + 1) % set.classes()] = Float.floatToFloat16(1);
            logits[(BATCH + i) * set.classes() + answers[i]] = Float.floatToFloat16(3);
        }
        return new ContinuousBatch(
                set,
                0,
                0,
                BATCH,
                pixels,
                logits,
                new int[] {-1, -1, -1, -1},
                new boolean[BATCH],
                Requests.of(Collections.nCopies(BATCH, "")),
                List.of(),
                List.of(),
                ContinuousBatch.NOTHING);
    }
}
