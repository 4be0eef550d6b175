package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.PairedCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Expected values come from another way to the same statistic: SciPy 1.17.1 maximises the multinomial likelihood under the
 * supposed difference numerically (minimize_scalar) and inverts the test with brentq.
 */
class PairedDifferenceTest {
    private static PairedCounts table(int onlyCandidate, int onlyChampion, int images) {
        return new PairedCounts(images - onlyCandidate - onlyChampion, onlyCandidate, onlyChampion, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 7, 21, 0.1, -1.471333216400767, 0.9293994877358448",
        "40, 52, 500, 0.02, -0.20894432906882113, 0.5827541508846525",
        "0, 0, 100, 0.01, 1.0050377982800185, 0.15743932475598016",
        "150, 160, 5000, 0.01, 2.2521732671072847, 0.012155662341144971",
        "3, 0, 50, 0.05, 2.4061325168136816, 0.008061207652126635"
    })
    void agreesWithANumericalMaximumOfTheLikelihood(
            int onlyCandidate, int onlyChampion, int images, double margin, double z, double p) {
        PairedCounts table = table(onlyCandidate, onlyChampion, images);

        assertThat(PairedDifference.score(table, -margin)).isCloseTo(z, within(1e-5));
        assertThat(PairedDifference.nonInferiority(table, margin)).isCloseTo(p, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "40, 52, 500, 0.95, -0.06222752959290048, 0.013811850704663536",
        "150, 160, 5000, 0.9, -0.00782102917611142, 0.00380696876302112"
    })
    void invertsTheTestToAnInterval(
            int onlyCandidate, int onlyChampion, int images, double confidence, double low, double high) {
        Interval interval = PairedDifference.interval(table(onlyCandidate, onlyChampion, images), confidence);

        assertThat(interval.low()).isCloseTo(low, within(1e-6));
        assertThat(interval.high()).isCloseTo(high, within(1e-6));
    }

    /** -0.517 to -0.026 for airway hyper-responsiveness (1, 1, 7, 12): Fagerland, Lydersen and Laake 2014. */
    @Test
    void agreesWithThePublishedExample() {
        Interval interval = PairedDifference.interval(table(1, 7, 21), 0.95);

        assertThat(interval.low()).isCloseTo(-0.517, within(0.0005));
        assertThat(interval.high()).isCloseTo(-0.026, within(0.0005));
    }

    @Test
    void isMcNemarsStatisticWhereNoDifferenceIsSupposed() {
        assertThat(PairedDifference.score(table(30, 12, 200), 0)).isCloseTo(18 / Math.sqrt(42), within(1e-12));
    }

    @Test
    void mirrorsWhenCandidateAndChampionAreExchangedAndHoldsTheDifference() {
        for (int onlyCandidate = 0; onlyCandidate <= 12; onlyCandidate++) {
            for (int onlyChampion = 0; onlyChampion <= 12; onlyChampion++) {
                PairedCounts table = table(onlyCandidate, onlyChampion, 30);
                Interval interval = PairedDifference.interval(table, 0.95);
                Interval mirrored = PairedDifference.interval(table.exchanged(), 0.95);

                assertThat(interval.low()).isBetween(-1.0, 1.0).isCloseTo(-mirrored.high(), within(1e-9));
                assertThat(interval.low()).isLessThanOrEqualTo(table.difference());
                assertThat(interval.high()).isGreaterThanOrEqualTo(table.difference());
            }
        }
    }

    @Test
    void isEasierToShowWithAWiderMargin() {
        double before = 1;
        for (double margin = 0.01; margin < 0.5; margin += 0.01) {
            double p = PairedDifference.nonInferiority(table(10, 20, 100), margin);
            assertThat(p).isBetween(0.0, before);
            before = p;
        }
    }

    @Test
    void needsAMargin() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedDifference.nonInferiority(table(1, 1, 10), 0))
                .withMessageContaining("margin");
    }
}
