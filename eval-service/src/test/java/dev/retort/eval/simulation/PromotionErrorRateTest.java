package dev.retort.eval.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.eval.simulation.PromotionErrorRate.Claim;
import dev.retort.eval.simulation.PromotionErrorRate.Rates;
import dev.retort.eval.simulation.PromotionErrorRate.Setting;
import org.junit.jupiter.api.Test;

/** With a fixed seed; {@code ./retort bench promotion-error-rate} takes longer and says more. */
class PromotionErrorRateTest {
    private static final double LEVEL = 0.05;

    @Test
    void replacesAChampionByAnEqualOneNoMoreOftenThanTheLevelInALongSeries() {
        Rates rates = PromotionErrorRate.simulate(new Setting(Claim.BETTER, 400, 50, 400, LEVEL, 0, 7));

        assertThat(rates.rule()).isLessThanOrEqualTo(LEVEL);
        assertThat(rates.uncorrected()).isGreaterThan(3 * LEVEL);
        assertThat(rates.higher()).isGreaterThan(0.9);
    }

    @Test
    void takesWhatIsWorseByTheMarginForNotWorseNoMoreOftenThanTheLevel() {
        Rates rates = PromotionErrorRate.simulate(new Setting(Claim.NOT_WORSE, 400, 50, 400, LEVEL, -0.01, 7));

        assertThat(rates.rule()).isLessThanOrEqualTo(LEVEL);
        assertThat(rates.uncorrected()).isGreaterThan(3 * LEVEL);
    }

    @Test
    void takesWhatHasNoGainForOneThatHasNoMoreOftenThanTheLevel() {
        Rates rates = PromotionErrorRate.simulate(new Setting(Claim.NOT_WORSE_AND_A_GAIN, 5000, 20, 200, LEVEL, 0, 7));

        assertThat(rates.rule()).isLessThanOrEqualTo(LEVEL);
        assertThat(rates.uncorrected()).as("not worse they are").isGreaterThan(0.9);
    }

    @Test
    void findsWhatIsReallyBetterMoreOftenThanNot() {
        Rates rates = PromotionErrorRate.simulate(new Setting(Claim.BETTER, 2000, 1, 200, LEVEL, 0.03, 8));

        assertThat(rates.rule()).isGreaterThan(0.8);
    }
}
