package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.event.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {
    /** Expected values: statsmodels 0.15.0, proportion_confint(method="wilson"). */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.95, 0.0, 0.2775327998628892",
        "9, 10, 0.95, 0.5958499732047615, 0.9821237869049271",
        "420, 500, 0.95, 0.8052918208363085, 0.8695236276498359",
        "4876, 5000, 0.99, 0.9688740291240622, 0.9802664810469727",
        "10, 10, 0.9, 0.7870580299165928, 1.0"
    })
    void agreesWithStatsmodels(int successes, int trials, double confidence, double low, double high) {
        Interval interval = Wilson.interval(successes, trials, confidence);

        assertThat(interval.low()).isCloseTo(low, within(1e-10));
        assertThat(interval.high()).isCloseTo(high, within(1e-10));
    }

    @Test
    void isSymmetricBoundedAndHoldsTheObservedShare() {
        for (int trials : new int[] {1, 7, 100}) {
            for (int successes = 0; successes <= trials; successes++) {
                Interval interval = Wilson.interval(successes, trials, 0.95);
                Interval mirrored = Wilson.interval(trials - successes, trials, 0.95);

                assertThat(interval.low()).isBetween(0.0, 1.0).isCloseTo(1 - mirrored.high(), within(1e-12));
                assertThat(interval.contains((double) successes / trials)).isTrue();
            }
        }
    }

    @Test
    void refusesMoreSuccessesThanTrials() {
        assertThatIllegalArgumentException().isThrownBy(() -> Wilson.interval(11, 10, 0.95));
    }
}
