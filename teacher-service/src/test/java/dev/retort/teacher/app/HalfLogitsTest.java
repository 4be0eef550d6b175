package dev.retort.teacher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.kit.run.RunFailure;
import org.junit.jupiter.api.Test;

/** Two views of two samples of three classes. */
class HalfLogitsTest {
    private static final Digest DIGEST = new Digest("1".repeat(64));
    private static final ContinuousSet SET =
            new ContinuousSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 1, 2, 2, 3, 2, 2, 0.25);
    private static final float NAN = Float.NaN;

    private static float[] logits(float[] first, float[] second) {
        HalfLogits half = new HalfLogits(SET);
        half.put(0, first);
        half.put(1, second);
        short[] all = half.checked();
        float[] floats = new float[all.length];
        for (int i = 0; i < all.length; i++) {
            floats[i] = Float.float16ToFloat(all[i]);
        }
        return floats;
    }

    @Test
    void keepsViewsAndSamplesInTheirOrder() {
        assertThat(logits(new float[] {1, 2, 3, 4, 5, 6}, new float[] {-1, -2, -3, -4, -5, -6}))
                .containsExactly(1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6);
    }

    @Test
    void putsTheGreatestNumberThereIsForOneBeyondIt() {
        float infinite = Float.POSITIVE_INFINITY;
        assertThat(logits(new float[] {70_000, -70_000, 65_504, infinite, -infinite, 0}, new float[6]))
                .startsWith(65_504, -65_504, 65_504, 65_504, -65_504, 0);
    }

    @Test
    void saysNothingOfAnyClassWhereTheTeacherHasNoAnswer() {
        assertThat(logits(new float[] {1, 2, 3, 4, NAN, 6}, new float[] {1, 2, 3, 4, 5, 6}))
                .containsExactly(1, 2, 3, 0, 0, 0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void failsWhereTheTeacherHasNoAnswerToAnything() {
        float[] nothing = {NAN, 1, 2, 1, NAN, 3};

        assertThatThrownBy(() -> logits(nothing, nothing))
                .isInstanceOfSatisfying(
                        RunFailure.class, failure -> assertThat(failure.code()).isEqualTo("teacher-diverged"))
                .hasMessageContaining("whatever it is shown");
    }
}
