package dev.retort.teacher.app;

import dev.retort.contracts.event.ContinuousSet;
import dev.retort.kit.run.RunFailure;
import java.util.Arrays;
import org.jboss.logging.Logger;

/**
 * The teacher's logits for the views of one batch of new samples, as IEEE 754 binary16: [views, samples, classes].
 *
 * <p>Whatever somebody sends, the stream goes on. A logit beyond binary16 becomes its greatest number. Where a logit is not a
 * number, all of that view of the sample are 0, which says nothing of any class.
 */
final class HalfLogits {
    private static final Logger LOG = Logger.getLogger(HalfLogits.class);
    private static final float GREATEST = 65504;

    private final ContinuousSet set;
    private final short[] all;
    private int rows;
    private int unanswered;

    HalfLogits(ContinuousSet set) {
        this.set = set;
        this.all = new short[set.views() * set.batchSize() * set.classes()];
    }

    /** @param logits [samples, classes] */
    void put(int view, float[] logits) {
        for (int sample = 0; sample < set.batchSize(); sample++) {
            put(view * set.batchSize() + sample, logits, sample * set.classes());
        }
    }

    private void put(int row, float[] logits, int from) {
        rows++;
        for (int i = 0; i < set.classes(); i++) {
            float logit = logits[from + i];
            if (Float.isNaN(logit)) {
                unanswered++;
                Arrays.fill(all, row * set.classes(), (row + 1) * set.classes(), (short) 0);
                return;
            }
            all[row * set.classes() + i] = Float.floatToFloat16(Math.clamp(logit, -GREATEST, GREATEST));
        }
    }

    /** @throws RunFailure if the teacher has no answer to any sample: it is not the samples' fault */
    short[] checked() {
        if (unanswered > 0 && unanswered == rows) {
            throw new RunFailure(
                    "teacher-diverged", "the teacher's logits are not numbers, whatever it is shown: it has diverged");
        }
        if (unanswered > 0) {
            LOG.warnf(
                    "the teacher's logits for %d of %d views of new samples are not numbers; what is learnt from those is nothing of any class",
                    unanswered, rows);
        }
        return all;
    }
}
