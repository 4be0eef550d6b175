package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: scipy.stats.norm of SciPy 1.17.1. */
class NormalTest {
    @ParameterizedTest
    @CsvSource({
        "-8, 6.22096057427174e-16",
        "-3.2, 0.0006871379379158471",
        "-1.2, 0.11506967022170822",
        "0, 0.5",
        "0.5, 0.6914624612740131",
        "2.5, 0.9937903346742238",
        "6, 0.9999999990134123"
    })
    void givesTheMassBelow(double z, double mass) {
        assertThat(Normal.cdf(z)).isCloseTo(mass, withinPercentage(1e-9));
        assertThat(Normal.survival(-z)).isEqualTo(Normal.cdf(z));
    }

    @ParameterizedTest
    @CsvSource({
        "1e-9, -5.9978070150076865",
        "0.001, -3.090232306167813",
        "0.025, -1.9599639845400545",
        "0.3, -0.5244005127080409",
        "0.5, 0",
        "0.975, 1.959963984540054",
        "0.9999, 3.719016485455709"
    })
    void givesTheQuantile(double probability, double z) {
        assertThat(Normal.quantile(probability)).isCloseTo(z, within(1e-10));
    }

    @Test
    void joinsSeriesAndFractionWithoutAStep() {
        double step = Normal.cdf(-3 + 1e-9) - Normal.cdf(-3 - 1e-9);

        assertThat(step).isCloseTo(2e-9 * 0.0044318484119380075, withinPercentage(0.01));
    }

    @Test
    void hasNoQuantileOfOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> Normal.quantile(1));
    }
}
