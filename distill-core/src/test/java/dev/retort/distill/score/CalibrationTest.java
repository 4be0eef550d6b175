package dev.retort.distill.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Expected values: NumPy 2 (numpy.array_split over a stable argsort of the confidences) and SciPy 1.17.1
 * (minimize_scalar of scikit-learn's log_loss) on the same formula.
 */
class CalibrationTest {
    private static final double TEMPERATURE = 1.713740598564009;

    private final Predictions predictions = SyntheticPredictions.formula();

    @Test
    void measuresTheErrorInBinsOfEqualMass() {
        assertThat(Calibration.error(predictions, 1, 15)).isCloseTo(0.18024325900675192, within(1e-6));
        assertThat(Calibration.error(predictions, 1, 10)).isCloseTo(0.1678496540269547, within(1e-6));
        assertThat(Calibration.error(predictions, TEMPERATURE)).isCloseTo(0.1853434183731118, within(1e-6));
    }

    @Test
    void findsTheLikeliestTemperature() {
        double temperature = Calibration.temperature(predictions);

        assertThat(temperature).isCloseTo(TEMPERATURE, within(1e-4));
        assertThat(Metrics.negativeLogLikelihood(predictions, temperature)).isCloseTo(1.6516994197116515, within(1e-6));
    }

    @Test
    void changesNoAnswerAndFindsNothingToImproveTwice() {
        double temperature = Calibration.temperature(predictions);
        float[] scaled = new float[SyntheticPredictions.IMAGES * SyntheticPredictions.CLASSES];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (predictions.logit(i / SyntheticPredictions.CLASSES, i % SyntheticPredictions.CLASSES)
                    / temperature);
        }
        int[] labels = new int[SyntheticPredictions.IMAGES];
        Arrays.setAll(labels, predictions::label);
        Predictions calibrated = Predictions.of(SyntheticPredictions.CLASSES, labels, scaled);

        assertThat(calibrated.answers()).isEqualTo(predictions.answers());
        assertThat(Calibration.temperature(calibrated)).isCloseTo(1, within(1e-4));
    }

    @Test
    void isZeroWhereConfidenceIsTheShareThatIsRightWhateverTheOrder() {
        // Two classes, confidence ¾ everywhere, three of four right.
        float logit = (float) Math.log(3);
        float[] logits = new float[800];
        int[] labels = new int[400];
        for (int i = 0; i < 400; i++) {
            logits[2 * i] = logit;
            labels[i] = i < 300 ? 0 : 1;
        }

        assertThat(Calibration.error(Predictions.of(2, labels, logits), 1, 15)).isCloseTo(0, within(1e-6));
    }

    @Test
    void doesNotCareForTheOrderOfImagesOrTheNamesOfClasses() {
        Predictions other = SyntheticPredictions.rearranged(predictions, 50, 2);

        assertThat(Calibration.error(other, 1)).isCloseTo(Calibration.error(predictions, 1), within(1e-12));
        assertThat(Calibration.temperature(other)).isCloseTo(Calibration.temperature(predictions), within(1e-9));
    }

    @Test
    void isBoundedByOneAndTakesFewerImagesThanBins() {
        Predictions sure = Predictions.of(2, new int[] {1, 1}, new float[] {50, 0, 50, 0});

        assertThat(Calibration.error(sure, 1)).isCloseTo(1, within(1e-9));
    }

    @Test
    void stopsSharpeningAClassifierThatIsAlwaysRight() {
        Predictions right = Predictions.of(2, new int[] {0, 1}, new float[] {1, 0, 0, 1});

        assertThat(Calibration.temperature(right)).isCloseTo(0.01, within(1e-6));
        assertThat(Calibration.isFitted(Calibration.temperature(right))).isFalse();
        assertThat(Calibration.isFitted(0.0101)).isTrue();
    }
}
