package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KolmogorovSmirnovTest {
    /** Expected values: SciPy 1.17.1, kstwobign.sf(x). */
    @ParameterizedTest
    @CsvSource({
        "0.1, 1.0",
        "0.2, 0.999999999999495",
        "0.5, 0.9639452436648751",
        "0.8, 0.5441424115741981",
        "1.0, 0.26999967167735456",
        "1.17, 0.12939004218561884",
        "1.18, 0.1234538094297657",
        "1.19, 0.11774229287977166",
        "1.36, 0.049485876755377876",
        "2.0, 0.0006709252557796953",
        "5.0, 3.8574996959278356e-22"
    })
    void hasTheTailOfKolmogorovsDistribution(double x, double p) {
        assertThat(KolmogorovSmirnov.survival(x)).isCloseTo(p, withinPercentage(1e-8));
    }

    /** Expected distance: SciPy 1.17.1, ks_2samp; values that are equal within and between the samples are among them. */
    @Test
    void takesEqualValuesInOneStep() {
        double[] one = {0.11, 0.25, 0.25, 0.4, 0.61, 0.75, 0.93};
        double[] other = {0.05, 0.2, 0.25, 0.33, 0.61, 0.61, 0.99, 0.99, 1.0};

        assertThat(KolmogorovSmirnov.of(one, other).distance()).isCloseTo(0.33333333333333337, within(1e-12));
    }

    /** Expected values: SciPy 1.17.1, ks_2samp for the distance (whose exact p is 0.1731) and kstwobign.sf for the limit. */
    @Test
    void comparesSamplesOfDifferentSizes() {
        double[] one = IntStream.range(0, 200)
                .mapToDouble(i -> (i * 37 % 200 + 0.5) / 200)
                .sorted()
                .toArray();
        double[] other = IntStream.range(0, 300)
                .mapToDouble(i -> Math.pow((i * 7 % 300 + 0.5) / 300, 1.3))
                .sorted()
                .toArray();

        KolmogorovSmirnov test = KolmogorovSmirnov.of(one, other);

        assertThat(test.distance()).isCloseTo(0.1, within(1e-12));
        assertThat(test.p()).isCloseTo(0.18130044993812258, within(1e-9));
        assertThat(KolmogorovSmirnov.of(other, one)).isEqualTo(test);
    }

    @Test
    void isCertainOfSamplesThatDoNotOverlapAndOfEqualOnes() {
        double[] low = {0, 0.1, 0.2};
        double[] high = {0.3, 0.4, 0.5, 0.6};

        assertThat(KolmogorovSmirnov.of(low, high).distance()).isEqualTo(1);
        assertThat(KolmogorovSmirnov.of(low, low)).isEqualTo(new KolmogorovSmirnov(0, 1));
    }

    /** 2000 tests of samples of 200 from one distribution: 5 % of them at 0.05, give or take three deviations. */
    @Test
    void raisesFalseAlarmsAtItsLevel() {
        Random random = new Random(5);
        long alarms = IntStream.range(0, 2000)
                .filter(_ ->
                        KolmogorovSmirnov.of(sample(random), sample(random)).p() < 0.05)
                .count();

        assertThat(alarms / 2000.0).isBetween(0.03, 0.065);
    }

    @Test
    void comparesOnlySortedFiniteValues() {
        double[] fine = {0.1, 0.2};
        assertThatIllegalArgumentException().isThrownBy(() -> KolmogorovSmirnov.of(fine, new double[] {0.2, 0.1}));
        assertThatIllegalArgumentException().isThrownBy(() -> KolmogorovSmirnov.of(new double[] {Double.NaN}, fine));
        assertThatIllegalArgumentException().isThrownBy(() -> KolmogorovSmirnov.of(fine, new double[0]));
    }

    private static double[] sample(Random random) {
        return random.doubles(200).sorted().toArray();
    }
}
