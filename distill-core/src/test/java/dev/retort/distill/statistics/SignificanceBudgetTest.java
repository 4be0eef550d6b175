package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SignificanceBudgetTest {
    @Test
    void neverSpendsMoreThanTheLevelHoweverLongTheSeries() {
        double spent = 0;
        for (int attempt = 1; attempt <= 100_000; attempt++) {
            spent += SignificanceBudget.at(0.05, attempt);
            assertThat(spent).isLessThan(0.05);
        }
        assertThat(spent).isCloseTo(0.05, within(1e-6));
    }

    @Test
    void givesTheFirstHalfOfIt() {
        assertThat(SignificanceBudget.at(0.05, 1)).isEqualTo(0.025);
        assertThat(SignificanceBudget.at(0.05, 2)).isCloseTo(0.05 / 6, within(1e-15));
    }

    @Test
    void countsAttemptsFromOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> SignificanceBudget.at(0.05, 0));
    }
}
