package dev.retort.distill.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.retort.distill.score.NonFiniteLogitException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ActivationHistogramTest {
    private static ActivationScale scale(float... values) {
        ActivationHistogram histogram = new ActivationHistogram();
        histogram.add(values);
        return histogram.scale();
    }

    private static float[] evenly(float low, float high) {
        float[] values = new float[4001];
        for (int i = 0; i < values.length; i++) {
            values[i] = low + (high - low) * i / (values.length - 1);
        }
        return values;
    }

    private static float[] gaussian(int count, double deviation) {
        Random random = new Random(3);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    @Test
    void spreadsEvenlyFilledRangesOverAll256Values() {
        ActivationScale scale = scale(evenly(0, 6));

        assertThat(scale.zeroPoint()).isZero();
        assertThat((double) scale.scale()).isCloseTo(6 / 255.0, within(6 / 255.0 * 0.02));
    }

    @Test
    void putsZeroWhereItLiesInTheRange() {
        ActivationScale scale = scale(evenly(-1, 3));

        assertThat(scale.zeroPoint()).isCloseTo(64, within(1));
        assertThat(scale.roundTrip(0)).isZero();
        assertThat(scale.roundTrip(-0.5)).isCloseTo(-0.5, within(0.01));
    }

    @Test
    void cutsOffAValueFarFromAllOthers() {
        float[] values = gaussian(100_000, 1);
        values[0] = 12;

        assertThat(scale(values).quantize(12)).isEqualTo(255);
        assertThat(scale(values).roundTrip(12)).isLessThan(11).isGreaterThan(3);
    }

    /** The optimal range of a normal distribution in 256 steps ends at about four deviations (Banner et al. 2019). */
    @Test
    void endsTheRangeOfANormalDistributionWhereItsErrorIsLeast() {
        ActivationScale scale = scale(gaussian(1_000_000, 2));

        assertThat(scale.roundTrip(1000) / 2).isCloseTo(3.92, within(0.3));
    }

    @Test
    void forgetsNothingWhenItsBinsGetWider() {
        ActivationHistogram late = new ActivationHistogram();
        ActivationHistogram early = new ActivationHistogram();
        float[] small = gaussian(10_000, 0.01);
        float[] large = gaussian(10_000, 50);
        early.add(large);
        early.add(small);
        late.add(small);
        late.add(large);

        assertThat(late.scale()).isEqualTo(early.scale());
    }

    @Test
    void takesATensorOfZerosForWhatItIs() {
        assertThat(scale(0, 0, -0f)).isEqualTo(new ActivationScale(1, 0));
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatExceptionOfType(NonFiniteLogitException.class).isThrownBy(() -> scale(1, Float.NaN));
        assertThatExceptionOfType(NonFiniteLogitException.class).isThrownBy(() -> scale(Float.POSITIVE_INFINITY));
    }
}
