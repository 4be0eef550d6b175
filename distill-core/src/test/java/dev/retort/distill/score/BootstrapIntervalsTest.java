package dev.retort.distill.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.event.Interval;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Against what is known of two classes of which the first gets the probability p, and is right with probability r: -log of the
 * label's probability is -log p or -log(1 - p), so its mean is normal with variance r(1 - r)·log²(p / (1 - p)) / images.
 */
class BootstrapIntervalsTest {
    private static final double TWO_SIDED = 1.959964;

    /** Nearly equal probabilities; which images are right differs from seed to seed. */
    private static Predictions predictions(int images, double probability, double right, long seed) {
        Random random = new Random(seed);
        float logit = (float) Math.log(probability / (1 - probability));
        float[] logits = new float[2 * images];
        int[] labels = new int[images];
        for (int i = 0; i < images; i++) {
            logits[2 * i] = logit + 1e-3f * random.nextFloat();
            labels[i] = random.nextDouble() < right ? 0 : 1;
        }
        return Predictions.of(2, labels, logits);
    }

    private static BootstrapIntervals intervals(Predictions predictions, int resamples, long seed) {
        return BootstrapIntervals.of(predictions, 2, 0.95, resamples, seed);
    }

    private static void assertNormal(Interval interval, double mean, double deviation) {
        assertThat((interval.low() + interval.high()) / 2).isCloseTo(mean, within(0.15 * deviation));
        assertThat((interval.high() - interval.low()) / 2 / deviation).isCloseTo(TWO_SIDED, within(0.12));
    }

    @Test
    void agreesWithTheNormalApproximationForMeans() {
        Predictions predictions = predictions(4000, 0.9, 0.8, 1);
        BootstrapIntervals intervals = intervals(predictions, 3999, 2);

        double share = Metrics.accuracy(predictions);
        double deviation = Math.sqrt(share * (1 - share) / 4000);
        assertNormal(
                intervals.negativeLogLikelihood(),
                Metrics.negativeLogLikelihood(predictions, 1),
                deviation * Math.log(9));
        // At temperature 2 the odds are 3 to 1.
        assertNormal(
                intervals.calibratedLikelihood(),
                Metrics.negativeLogLikelihood(predictions, 2),
                deviation * Math.log(3));
        // 2·0.1² where right, 2·0.9² where wrong.
        assertNormal(intervals.brierScore(), Metrics.brierScore(predictions, 1), deviation * 1.6);
        // 2·0.25² and 2·0.75².
        assertNormal(intervals.calibratedBrierScore(), Metrics.brierScore(predictions, 2), deviation);
    }

    /** Every gap has one sign, so the error is p less the share that is right. */
    @Test
    void agreesWithTheNormalApproximationForTheErrorOfABoaster() {
        Predictions predictions = predictions(4000, 0.95, 0.8, 1);
        double share = Metrics.accuracy(predictions);
        double deviation = Math.sqrt(share * (1 - share) / 4000);

        assertNormal(intervals(predictions, 3999, 2).calibrationError(), Calibration.error(predictions, 1), deviation);
    }

    /** Plain percentiles of these hold the truth never. */
    @Test
    void doesNotTakeNoiseForAnError() {
        int held = 0;
        for (int seed = 0; seed < 200; seed++) {
            Predictions honest = predictions(500, 0.8, 0.8, seed);
            Interval interval = intervals(honest, 79, seed).calibrationError();

            assertThat(interval.contains(Calibration.error(honest, 1))).isTrue();
            held += interval.contains(0) ? 1 : 0;
        }

        assertThat(held / 200.0).isGreaterThan(0.92);
    }

    /** In one of 15 bins of 267 images the share that is right deviates by 0.024. */
    @Test
    void holdsATrueErrorThatIsAsSmallAsTheNoise() {
        int held = 0;
        int found = 0;
        for (int seed = 0; seed < 200; seed++) {
            Interval interval =
                    intervals(predictions(4000, 0.83, 0.8, seed), 79, seed).calibrationError();
            held += interval.contains(0.03) ? 1 : 0;
            found += interval.low() > 0 ? 1 : 0;
        }

        assertThat(held / 200.0).isGreaterThan(0.85);
        assertThat(found / 200.0).isGreaterThan(0.5);
    }

    @Test
    void drawsTheErrorThatIsReported() {
        Predictions equal = Predictions.of(2, new int[] {0, 0, 1, 1, 0}, new float[] {1, 0, 1, 0, 1, 0, 1, 0, 2, 0});

        assertThat(new DrawnCalibration(equal, 2).error(ones(5))).isCloseTo(Calibration.error(equal, 2), within(1e-12));
        assertThat(new DrawnCalibration(SyntheticPredictions.formula(), 1).error(ones(SyntheticPredictions.IMAGES)))
                .isCloseTo(Calibration.error(SyntheticPredictions.formula(), 1), within(1e-12));
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void holdsTheTrueLikelihoodAsOftenAsItSays() {
        double truth = -0.8 * Math.log(0.9) - 0.2 * Math.log(0.1);
        int held = 0;
        for (int seed = 0; seed < 400; seed++) {
            held += intervals(predictions(300, 0.9, 0.8, seed), 199, seed)
                            .negativeLogLikelihood()
                            .contains(truth)
                    ? 1
                    : 0;
        }

        assertThat(held / 400.0).isBetween(0.92, 0.98);
    }

    @Test
    void drawsTheSameImagesForTheSameSeed() {
        Predictions predictions = SyntheticPredictions.formula();

        assertThat(intervals(predictions, 99, 1)).isEqualTo(intervals(predictions, 99, 1));
        assertThat(intervals(predictions, 99, 1)).isNotEqualTo(intervals(predictions, 99, 2));
    }

    @Test
    void holdsEveryEstimate() {
        Predictions predictions = SyntheticPredictions.formula();
        BootstrapIntervals intervals = intervals(predictions, 199, 1);

        assertThat(intervals.negativeLogLikelihood().contains(Metrics.negativeLogLikelihood(predictions, 1)))
                .isTrue();
        assertThat(intervals.brierScore().contains(Metrics.brierScore(predictions, 1)))
                .isTrue();
        assertThat(intervals.calibratedBrierScore().contains(Metrics.brierScore(predictions, 2)))
                .isTrue();
        assertThat(intervals.calibrationError().contains(Calibration.error(predictions, 1)))
                .isTrue();
        assertThat(intervals.calibratedError().contains(Calibration.error(predictions, 2)))
                .isTrue();
    }

    @Test
    void refusesTooFewResamples() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> intervals(SyntheticPredictions.formula(), 10, 1))
                .withMessageContaining("10 resamples");
    }
}
