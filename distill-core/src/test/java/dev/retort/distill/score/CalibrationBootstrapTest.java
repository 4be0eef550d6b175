package dev.retort.distill.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationBootstrapTest {
    private static final int IMAGES = 1000;
    private static final int RESAMPLES = 499;
    private static final double MARGIN = 0.005;

    /** Two classes: says so much more for the first, which is right in so large a share. */
    private static Predictions predictions(double confidence, double right, long seed) {
        Random random = new Random(seed);
        float logit = (float) Math.log(confidence / (1 - confidence));
        float[] logits = new float[2 * IMAGES];
        int[] labels = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            // A little noise, so that no two confidences are equal.
            logits[2 * i] = logit + 0.01f * random.nextFloat();
            labels[i] = random.nextDouble() < right ? 0 : 1;
        }
        return Predictions.of(2, labels, logits);
    }

    private static double p(Predictions one, Predictions other) {
        return CalibrationBootstrap.p(one, 1, other, 1, MARGIN, RESAMPLES, 3);
    }

    @Test
    void findsTheBetterCalibratedOne() {
        Predictions honest = predictions(0.8, 0.8, 1);
        Predictions boastful = predictions(0.95, 0.8, 1);

        assertThat(p(honest, boastful)).isEqualTo(1.0 / (RESAMPLES + 1));
        assertThat(p(boastful, honest)).isEqualTo(1);
    }

    @Test
    void doesNotTakeOneForBetterThanItsLikeness() {
        Predictions one = predictions(0.9, 0.8, 1);

        assertThat(p(one, one)).as("never lower by half a point").isEqualTo(1);
        assertThat(p(one, predictions(0.9, 0.8, 2))).isBetween(0.05, 1.0);
    }

    @Test
    void comparesWhatIsServedAfterTheTemperatures() {
        Predictions boastful = predictions(0.95, 0.8, 1);
        double temperature = Calibration.temperature(boastful);

        assertThat(CalibrationBootstrap.p(boastful, temperature, boastful, 1, MARGIN, RESAMPLES, 3))
                .isEqualTo(1.0 / (RESAMPLES + 1));
    }

    @Test
    void refusesWhatAreNoPairs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> p(predictions(0.8, 0.8, 1), SyntheticPredictions.formula()));
    }
}
