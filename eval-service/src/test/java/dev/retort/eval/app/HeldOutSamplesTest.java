package dev.retort.eval.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.Requests;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.experiment.Augmentation;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutSamplesTest {
    private static final Digest DIGEST = new Digest("1".repeat(64));
    private static final ContinuousSet SET =
            new ContinuousSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 1, 1, 2, 3, 4, 2, 0.5);

    /** Four images whose first pixel is what the teacher sees in them, by the second view, which is the surer one. */
    private static ContinuousBatch batch(long number, int[] labels, boolean[] heldOut, List<LateLabel> late) {
        byte[] pixels = {0, 9, 1, 9, 2, 9, 0, 9};
        short[] logits = new short[SET.views() * 4 * 3];
        for (int place = 0; place < 4; place++) {
            logits[3 * place + 2] = Float.floatToFloat16(1);
            logits[12 + 3 * place + pixels[2 * place]] = Float.floatToFloat16(5);
        }
        return new ContinuousBatch(
                SET,
                number,
                4 * number,
                4 * number + 4,
                pixels,
                logits,
                labels,
                heldOut,
                Requests.of(List.of("", "", "", "")),
                late,
                List.of(),
                DIGEST);
    }

    /** Says what the teacher says. */
    private static float[] asTheTeacher(byte[] pixels, int images) {
        float[] logits = new float[3 * images];
        for (int i = 0; i < images; i++) {
            logits[3 * i + pixels[2 * i]] = 1;
        }
        return logits;
    }

    /** Says 0 of everything. */
    private static float[] always(byte[] pixels, int images) {
        float[] logits = new float[3 * images];
        for (int i = 0; i < images; i++) {
            logits[3 * i] = 1;
        }
        return logits;
    }

    @Test
    void countsHeldOutImagesByTheirLabelsLateOnesIncludedAndByTheTeacherElse() {
        HeldOutSamples samples = new HeldOutSamples(HeldOutSamplesTest::asTheTeacher, HeldOutSamplesTest::always);
        samples.add(batch(0, new int[] {-1, -1, -1, 1}, new boolean[] {true, true, true, true}, List.of()));
        samples.add(batch(
                1, new int[] {0, 0, 0, 0}, new boolean[] {false, false, false, false}, List.of(new LateLabel(2, 0))));

        HeldOutSamples.Comparison comparison = samples.compare();

        // Teacher's 0: both; teacher's 1: the candidate; label 0 of a 2: the champion; label 1 of a 0: nobody.
        assertThat(comparison.table()).isEqualTo(new PairedCounts(1, 1, 1, 1));
        assertThat(comparison.labelled()).isEqualTo(2);
    }

    @Test
    void hasNothingToSayWithoutHeldOutImages() {
        HeldOutSamples samples = new HeldOutSamples(HeldOutSamplesTest::asTheTeacher, HeldOutSamplesTest::always);
        samples.add(batch(0, new int[] {0, 0, 0, 0}, new boolean[4], List.of()));

        assertThat(samples.compare().table()).isNull();
    }
}
