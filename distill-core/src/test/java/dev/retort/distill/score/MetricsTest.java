package dev.retort.distill.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected values: scikit-learn 1.9.1 (accuracy_score, top_k_accuracy_score, log_loss) and NumPy on the same formula. */
class MetricsTest {
    private final Predictions predictions = SyntheticPredictions.formula();

    @Test
    void agreesWithScikitLearn() {
        assertThat(Metrics.accuracy(predictions)).isEqualTo(0.4);
        assertThat(Metrics.topAccuracy(predictions, 2)).isCloseTo(0.4666666666666667, within(1e-12));
        assertThat(Metrics.topAccuracy(predictions, 5)).isEqualTo(0.9);
        assertThat(Metrics.negativeLogLikelihood(predictions, 1)).isCloseTo(1.7517096956040565, within(1e-6));
        assertThat(Metrics.brierScore(predictions, 1)).isCloseTo(0.7445246815638142, within(1e-6));
    }

    @Test
    void doesNotCareForTheOrderOfImagesOrTheNamesOfClasses() {
        Predictions other = SyntheticPredictions.rearranged(predictions, 17, 3);

        assertThat(Metrics.accuracy(other)).isEqualTo(Metrics.accuracy(predictions));
        assertThat(Metrics.topAccuracy(other, 3)).isEqualTo(Metrics.topAccuracy(predictions, 3));
        assertThat(Metrics.brierScore(other, 2)).isCloseTo(Metrics.brierScore(predictions, 2), within(1e-12));
        assertThat(Metrics.negativeLogLikelihood(other, 2))
                .isCloseTo(Metrics.negativeLogLikelihood(predictions, 2), within(1e-12));
    }

    @Test
    void hasNoAccuracyToGainBeyondTheNumberOfClasses() {
        double before = 0;
        for (int k = 1; k <= 9; k++) {
            assertThat(Metrics.topAccuracy(predictions, k)).isBetween(before, 1.0);
            before = Metrics.topAccuracy(predictions, k);
        }
        assertThat(before).isEqualTo(1);
    }

    @Test
    void takesTheFirstOfEqualLogitsForTheAnswerAndForTheRank() {
        Predictions equal = Predictions.of(3, new int[] {0, 1, 2}, new float[9]);

        assertThat(Metrics.accuracy(equal)).isEqualTo(Metrics.topAccuracy(equal, 1));
        assertThat(Metrics.topAccuracy(equal, 2)).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void scoresCertaintyByZeroWhereRightAndTwoWhereWrong() {
        Predictions right = Predictions.of(2, new int[] {0}, new float[] {1e30f, 0});
        Predictions wrong = Predictions.of(2, new int[] {1}, new float[] {1e30f, 0});

        assertThat(Metrics.brierScore(right, 1)).isZero();
        assertThat(Metrics.brierScore(wrong, 1)).isEqualTo(2);
        assertThat(Metrics.negativeLogLikelihood(right, 1)).isZero();
    }

    @Test
    void areNotMadeOfLogitsThatAreNotFiniteOrOfTheWrongNumber() {
        assertThatExceptionOfType(NonFiniteLogitException.class)
                .isThrownBy(() -> Predictions.of(2, new int[] {0}, new float[] {Float.NaN, 0}));
        assertThatIllegalArgumentException().isThrownBy(() -> Predictions.of(2, new int[] {0}, new float[3]));
    }
}
