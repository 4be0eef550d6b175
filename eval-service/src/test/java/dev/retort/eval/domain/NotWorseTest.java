package dev.retort.eval.domain;

import static dev.retort.eval.domain.RuleInputs.CHAMPION;
import static dev.retort.eval.domain.RuleInputs.CLEARLY_BETTER;
import static dev.retort.eval.domain.RuleInputs.EQUAL;
import static dev.retort.eval.domain.RuleInputs.STUDENT;
import static dev.retort.eval.domain.RuleInputs.WITHIN_CHANCE;
import static dev.retort.eval.domain.RuleInputs.against;
import static dev.retort.eval.domain.RuleInputs.anchored;
import static dev.retort.eval.domain.RuleInputs.calibrated;
import static dev.retort.eval.domain.RuleInputs.notWorse;
import static dev.retort.eval.domain.RuleInputs.timed;
import static dev.retort.eval.domain.RuleInputs.with;
import static dev.retort.eval.domain.RuleInputs.withEvidence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.eval.domain.PromotionDecision.Inconclusive;
import dev.retort.eval.domain.PromotionDecision.Promoted;
import dev.retort.eval.domain.PromotionDecision.Rejected;
import org.junit.jupiter.api.Test;

/** Not worse than the champion and than the anchor, and a gain. */
class NotWorseTest {
    @Test
    void promotesWhatIsNotWorseAndHasAGain() {
        Contender smaller = with(STUDENT.heldOut(), STUDENT.parity(), STUDENT.blessing(), 90);
        Contender champion = with(CHAMPION.heldOut(), CHAMPION.parity(), CHAMPION.blessing(), 100);
        DecisionInputs inputs = new DecisionInputs(
                PromotionRule.VERSION, notWorse(3, Gain.SMALLER), smaller, champion, true, true, CLEARLY_BETTER, 1);

        assertThat(PromotionRule.decide(inputs)).isInstanceOf(Promoted.class);
        assertThat(PromotionRule.decide(inputs).reasons())
                .anySatisfy(reason -> assertThat(reason).startsWith("smaller"));
    }

    @Test
    void doesNotPromoteWhatIsMerelyNotWorseUnlessNoGainIsAskedFor() {
        assertThat(against(notWorse(3, Gain.SMALLER, Gain.FASTER), EQUAL, 1)).isInstanceOf(Rejected.class);
        assertThat(against(notWorse(3), EQUAL, 1)).isInstanceOf(Promoted.class);
    }

    @Test
    void promotesWhatIsMoreAccurateThoughOnlyNotWorseIsAskedFor() {
        PromotionDecision decision = against(notWorse(3, Gain.SMALLER), CLEARLY_BETTER, 1);

        assertThat(decision).isInstanceOf(Promoted.class);
        assertThat(decision.reasons().getLast()).contains("more accurate", "p = 7.3e-04");
        assertThat(against(notWorse(3, Gain.SMALLER), WITHIN_CHANCE, 1)).isInstanceOf(Rejected.class);
    }

    @Test
    void tellsNotShownToBeNotWorseFromShownToBeWorse() {
        assertThat(against(notWorse(1), WITHIN_CHANCE.exchanged(), 1)).isInstanceOf(Inconclusive.class);
        assertThat(against(notWorse(1), new PairedCounts(250, 10, 80, 160), 1)).isInstanceOf(Rejected.class);
    }

    /** Of 200 pairs 100 is what chance gives; 130 has mid-p 1e-5, 112 has 0.045. */
    @Test
    void takesACandidateForFasterOnlyIfTheSignTestSaysSo() {
        PromotionPolicy policy = notWorse(3, Gain.FASTER);

        assertThat(withEvidence(policy, EQUAL, timed(130))).isInstanceOf(Promoted.class);
        assertThat(withEvidence(policy, EQUAL, timed(112))).isInstanceOf(Rejected.class);
        assertThat(withEvidence(policy, EQUAL, timed(112)).reasons().getLast()).contains("more accurate");
        assertThat(withEvidence(policy, EQUAL, Evidence.NONE).reasons())
                .anySatisfy(reason -> assertThat(reason).contains("not timed"));
    }

    @Test
    void dividesTheLevelByTheClaimsThatAreTested() {
        assertThat(withEvidence(notWorse(3, Gain.BETTER_CALIBRATED), EQUAL, calibrated(0.012)))
                .as("two claims: 0.025 / 2")
                .isInstanceOf(Promoted.class);
        assertThat(withEvidence(notWorse(3, Gain.BETTER_CALIBRATED), EQUAL, calibrated(0.013)))
                .isInstanceOf(Rejected.class);
        assertThat(withEvidence(notWorse(3, Gain.BETTER_CALIBRATED, Gain.FASTER), EQUAL, calibrated(0.009)))
                .as("three claims: 0.025 / 3")
                .isInstanceOf(Rejected.class);
    }

    @Test
    void doesNotLetMarginsAddUpAgainstTheAnchor() {
        PromotionPolicy policy = notWorse(3);

        assertThat(withEvidence(policy, EQUAL, anchored(EQUAL))).isInstanceOf(Promoted.class);
        assertThat(withEvidence(policy, EQUAL, anchored(new PairedCounts(250, 15, 27, 208))))
                .as("2.4 points less: maybe by the margin")
                .isInstanceOf(Inconclusive.class);
        assertThat(withEvidence(policy, EQUAL, anchored(new PairedCounts(250, 10, 60, 180))))
                .isInstanceOf(Rejected.class);
        assertThat(withEvidence(policy, EQUAL, anchored(null))).isInstanceOf(Inconclusive.class);
    }
}
