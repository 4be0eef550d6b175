package dev.retort.distill.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.retort.distill.score.Predictions;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingAnswersTest {
    @Test
    void forgetsTheOldestAnswerFirst() {
        SlidingAnswers window = new SlidingAnswers(3, 2);
        window.add(0, 0.5);
        window.add(1, 0.9);
        window.add(2, 0.7);

        AnswerDistribution seen = window.distribution().orElseThrow();

        assertThat(seen.counts()).containsExactly(0, 1, 1);
        assertThat(seen.confidences()).containsExactly(0.7, 0.9);
        assertThat(window.isFull()).isTrue();
    }

    @Test
    void saysNothingBeforeItsFirstAnswerAndHowFullItIsAfterwards() {
        SlidingAnswers window = new SlidingAnswers(3, 5);
        assertThat(window.distribution()).isEmpty();

        window.add(1, 0.25);

        assertThat(window.size()).isEqualTo(1);
        assertThat(window.isFull()).isFalse();
        assertThat(window.distribution().orElseThrow().images()).isEqualTo(1);
    }

    @Test
    void takesNoAnswerThatIsNone() {
        SlidingAnswers window = new SlidingAnswers(3, 5);
        assertThatIllegalArgumentException().isThrownBy(() -> window.add(3, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> window.add(-1, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> window.add(1, 1.01));
        assertThatIllegalArgumentException().isThrownBy(() -> window.add(1, Double.NaN));
        assertThat(window.size()).isZero();
    }

    /** Softmax of (0, ln 9 / 2) is (¼, ¾). */
    @Test
    void takesStoredPredictionsForItsReference() {
        float logarithm = (float) Math.log(9);
        Predictions predictions =
                Predictions.of(2, new int[] {0, 0, 1}, new float[] {0, logarithm, logarithm, 0, 0, logarithm});

        AnswerDistribution reference = AnswerDistribution.of(predictions, 2);

        assertThat(reference.counts()).containsExactly(1, 2);
        assertThat(reference.meanConfidence()).isCloseTo(0.75, within(1e-7));
    }

    @Test
    void tellsAShiftFromTheUsual() {
        Random random = new Random(3);
        AnswerDistribution reference = fill(random, 500, 1.0).distribution().orElseThrow();

        Drift usual =
                Drift.between(reference, fill(random, 500, 1.0).distribution().orElseThrow());
        Drift shifted =
                Drift.between(reference, fill(random, 500, 2.0).distribution().orElseThrow());

        assertThat(usual.stabilityIndex()).isLessThan(0.1);
        assertThat(usual.confidence().p()).isGreaterThan(0.001);
        assertThat(shifted.stabilityIndex()).isGreaterThan(0.25);
        assertThat(shifted.confidence().p()).isLessThan(1e-6);
        assertThat(shifted.images()).isEqualTo(500);
    }

    /** The greater the power, the more often the first classes, and the lower the confidences. */
    private static SlidingAnswers fill(Random random, int answers, double power) {
        SlidingAnswers window = new SlidingAnswers(10, answers);
        for (int i = 0; i < answers; i++) {
            window.add((int) (10 * Math.pow(random.nextDouble(), power)), Math.pow(random.nextDouble(), power));
        }
        return window;
    }
}
