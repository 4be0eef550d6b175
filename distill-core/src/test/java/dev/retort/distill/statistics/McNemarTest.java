package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.retort.contracts.event.PairedCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {
    private static PairedCounts discordant(int onlyCandidate, int onlyChampion) {
        return new PairedCounts(10, onlyCandidate, onlyChampion, 3);
    }

    /** Expected values: SciPy 1.17.1, binom.sf(b, n, 0.5) + 0.5·binom.pmf(b, n, 0.5). */
    @ParameterizedTest
    @CsvSource({
        "1, 7, 0.98046875",
        "7, 1, 0.01953125",
        "60, 40, 0.023022033464671417",
        "0, 0, 0.5",
        "5, 5, 0.5",
        "12, 0, 0.0001220703125",
        "2100, 1900, 0.0007821694430580318",
        "1, 0, 0.25"
    })
    void agreesWithScipy(int onlyCandidate, int onlyChampion, double p) {
        assertThat(McNemar.midP(discordant(onlyCandidate, onlyChampion))).isCloseTo(p, withinPercentage(1e-7));
    }

    /** Two-sided 0.039 for the table (1, 1, 7, 12): airway hyper-responsiveness in Fagerland, Lydersen and Laake 2013. */
    @Test
    void agreesWithThePublishedExample() {
        assertThat(2 * McNemar.midP(new PairedCounts(1, 7, 1, 12))).isCloseTo(0.039, within(0.0005));
    }

    @Test
    void addsToOneWithItsMirrorImageAndFallsAsTheCandidateWins() {
        for (int pairs = 0; pairs <= 40; pairs++) {
            double before = 1;
            for (int candidate = 0; candidate <= pairs; candidate++) {
                PairedCounts table = discordant(candidate, pairs - candidate);
                double p = McNemar.midP(table);

                assertThat(p + McNemar.midP(table.exchanged())).isCloseTo(1, within(1e-12));
                assertThat(p).isBetween(0.0, before);
                before = p;
            }
        }
    }

    @Test
    void restsOnDiscordantPairsAlone() {
        assertThat(McNemar.midP(new PairedCounts(0, 9, 4, 0)))
                .isEqualTo(McNemar.midP(new PairedCounts(4000, 9, 4, 900)));
    }

    @Test
    void staysFiniteOnTensOfThousandsOfPairs() {
        assertThat(McNemar.midP(new PairedCounts(0, 40_000, 10_000, 0))).isBetween(0.0, 1e-300);
        assertThat(McNemar.midP(new PairedCounts(0, 25_000, 25_000, 0))).isCloseTo(0.5, within(1e-9));
    }
}
