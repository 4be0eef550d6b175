package dev.retort.distill.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.event.Interval;
import org.junit.jupiter.api.Test;

/** Expected values: scikit-learn 1.9.1 (confusion_matrix, precision_score, recall_score) on the same formula. */
class ConfusionMatrixTest {
    private static final int[][] COUNTS = {
        {9, 2, 3, 2, 0, 6, 3},
        {2, 5, 0, 0, 2, 4, 0},
        {5, 2, 7, 2, 1, 0, 0},
        {5, 0, 0, 7, 1, 3, 0},
        {9, 0, 4, 0, 6, 2, 0},
        {2, 1, 0, 0, 0, 6, 1},
        {2, 0, 4, 0, 1, 3, 8}
    };
    private static final double[] PRECISION = {
        0.2647058823529412, 0.5, 0.3888888888888889, 0.6363636363636364, 0.5454545454545454, 0.25, 0.6666666666666666
    };
    private static final double[] RECALL = {
        0.36, 0.38461538461538464, 0.4117647058823529, 0.4375, 0.2857142857142857, 0.6, 0.4444444444444444
    };

    private final ConfusionMatrix matrix = ConfusionMatrix.of(SyntheticPredictions.formula());

    @Test
    void agreesWithScikitLearn() {
        for (int label = 0; label < COUNTS.length; label++) {
            for (int answer = 0; answer < COUNTS.length; answer++) {
                assertThat(matrix.count(label, answer)).isEqualTo(COUNTS[label][answer]);
            }
            assertThat(matrix.recall(label).getAsDouble()).isCloseTo(RECALL[label], within(1e-12));
            assertThat(matrix.precision(label).getAsDouble()).isCloseTo(PRECISION[label], within(1e-12));
        }
        assertThat(matrix.leastRecall()).isCloseTo(0.2857142857142857, within(1e-12));
    }

    /** Wilson's ends are where (share - p)² = z²·p(1 - p) / n: 6 of 21 images of the class, 6 of 24 answers. */
    @Test
    void saysHowSureItsSharesAre() {
        Interval recall = matrix.recallInterval(4, 0.95).orElseThrow();
        Interval precision = matrix.precisionInterval(5, 0.95).orElseThrow();

        assertThat(matrix.leastRecalled()).isEqualTo(4);
        assertEnds(recall, 6.0 / 21, 21);
        assertEnds(precision, 6.0 / 24, 24);
    }

    private static void assertEnds(Interval interval, double share, int images) {
        double z = 1.959963984540054;
        for (double end : new double[] {interval.low(), interval.high()}) {
            assertThat((share - end) * (share - end)).isCloseTo(z * z * end * (1 - end) / images, within(1e-12));
        }
        assertThat(interval.low()).isLessThan(share);
        assertThat(interval.high()).isGreaterThan(share);
    }

    @Test
    void hasNoRecallOfAClassWithoutImagesAndNoPrecisionOfOneNeverAnswered() {
        ConfusionMatrix one = ConfusionMatrix.of(Predictions.of(3, new int[] {0}, new float[] {0, 1, 0}));

        assertThat(one.recall(1)).isEmpty();
        assertThat(one.precision(0)).isEmpty();
        assertThat(one.recallInterval(1, 0.95)).isEmpty();
        assertThat(one.precisionInterval(0, 0.95)).isEmpty();
        assertThat(one.leastRecalled()).isZero();
        assertThat(one.precision(1)).hasValue(0);
        assertThat(one.leastRecall()).isZero();
    }
}
