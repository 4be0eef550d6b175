package dev.retort.eval.domain;

import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;
import static dev.retort.eval.domain.RuleInputs.CHAMPION;
import static dev.retort.eval.domain.RuleInputs.CLEARLY_BETTER;
import static dev.retort.eval.domain.RuleInputs.NOTHING_IN_COMMON;
import static dev.retort.eval.domain.RuleInputs.POLICY;
import static dev.retort.eval.domain.RuleInputs.STUDENT;
import static dev.retort.eval.domain.RuleInputs.WITHIN_CHANCE;
import static dev.retort.eval.domain.RuleInputs.against;
import static dev.retort.eval.domain.RuleInputs.alone;
import static dev.retort.eval.domain.RuleInputs.onOtherImages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.TestResult;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.contracts.experiment.PromotionPolicy.OtherImages;
import dev.retort.eval.domain.PromotionDecision.Inconclusive;
import dev.retort.eval.domain.PromotionDecision.Promoted;
import dev.retort.eval.domain.PromotionDecision.Rejected;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PromotionRuleTest {
    @Test
    void promotesTheFirstThatKeepsTheFloors() {
        assertThat(alone(POLICY, STUDENT)).isInstanceOf(Promoted.class);
    }

    @Test
    void promotesWhatIsShownToBeBetterOnTheSameImages() {
        PromotionDecision decision = against(POLICY, CLEARLY_BETTER, 1);

        assertThat(decision).isInstanceOf(Promoted.class);
        TestResult test = Objects.requireNonNull(decision.test());
        assertThat(test.p()).isCloseTo(0.00068, within(5e-5));
        assertThat(test.level()).isEqualTo(0.025);
        assertThat(test.difference()).isEqualTo(0.04);
        assertThat(decision.reasons().getLast()).contains("McNemar", "0.0250", "comparison 1");
    }

    @Test
    void leavesTheChampionWhereTheDifferenceIsWithinChance() {
        assertThat(against(POLICY, WITHIN_CHANCE, 1)).isInstanceOf(Inconclusive.class);
    }

    @Test
    void rejectsWhatIsShownToBeWorse() {
        assertThat(against(POLICY, CLEARLY_BETTER.exchanged(), 1)).isInstanceOf(Rejected.class);
    }

    @Test
    void asksForMoreOfEveryFurtherCandidate() {
        assertThat(against(POLICY, CLEARLY_BETTER, 7)).isInstanceOf(Promoted.class);
        assertThat(against(POLICY, CLEARLY_BETTER, 9)).isInstanceOf(Inconclusive.class);
    }

    @Test
    void doesNotTestAnEarlierCheckpointOfTheChampionsOwnArm() {
        Contender later = new Contender(
                CHAMPION.modelVersion(),
                STUDENT.run(),
                Role.STUDENT,
                STUDENT.arm(),
                STUDENT.step() + 1,
                true,
                true,
                100,
                0.5,
                1,
                CHAMPION.predictions(),
                null,
                null,
                null);
        PromotionDecision decision = PromotionRule.decide(
                new DecisionInputs(PromotionRule.VERSION, POLICY, STUDENT, later, true, true, CLEARLY_BETTER, 1));

        assertThat(decision).isInstanceOf(Rejected.class);
        assertThat(decision.test()).isNull();
    }

    @Test
    void asksForTheImprovementOfThePolicyBesideTheTest() {
        assertThat(against(new PromotionPolicy(0, 0.04), CLEARLY_BETTER, 1)).isInstanceOf(Promoted.class);
        assertThat(against(new PromotionPolicy(0, 0.05), CLEARLY_BETTER, 1)).isInstanceOf(Rejected.class);
    }

    @Test
    void leavesAChampionThatNobodyKnowsAnythingOf() {
        PromotionDecision decision = PromotionRule.decide(new DecisionInputs(
                PromotionRule.VERSION,
                POLICY,
                STUDENT,
                null,
                false,
                true,
                null,
                1,
                null,
                Evidence.unknownChampion(version("lost"))));

        assertThat(decision).isInstanceOf(Inconclusive.class);
        assertThat(decision.reasons())
                .first()
                .asString()
                .contains(version("lost").abbreviated());
    }

    @Test
    void comparesRunsOfOtherSplitsOnTheImagesThatBothHoldOut() {
        PromotionDecision decision = PromotionRule.decide(new DecisionInputs(
                PromotionRule.VERSION,
                POLICY,
                STUDENT,
                CHAMPION,
                false,
                true,
                CLEARLY_BETTER.exchanged(),
                1,
                null,
                new Evidence(500L, null, null, null, null)));

        assertThat(decision).isInstanceOf(Rejected.class);
        assertThat(decision.reasons()).first().asString().contains("both runs hold out", "500");
    }

    @Test
    void leavesAChampionThatNoImageIsCommonWithUnlessThePolicySaysOtherwise() {
        assertThat(onOtherImages(POLICY, STUDENT, true, NOTHING_IN_COMMON)).isInstanceOf(Inconclusive.class);
        assertThat(onOtherImages(POLICY, STUDENT, true, Evidence.NONE)).isInstanceOf(Inconclusive.class);
        PromotionPolicy replace = new PromotionPolicy(0, 0, null, null, OtherImages.REPLACE);
        assertThat(onOtherImages(replace, STUDENT, true, Evidence.NONE)).isInstanceOf(Inconclusive.class);
        assertThat(onOtherImages(replace, STUDENT, true, new Evidence(7L, null, null, null, null)))
                .isInstanceOf(Inconclusive.class);
    }

    @Test
    void putsTheLastCheckpointOfALaterRunInPlaceOfAChampionThatCannotBeComparedIfThePolicySaysSo() {
        assertThat(onOtherImages(STUDENT, true)).isInstanceOf(Promoted.class);
    }

    @Test
    void leavesAChampionThatCannotBeComparedUntilTheLaterRunsLastCheckpoint() {
        Contender early = Contender.of(evaluation("run", "student", 0.95, 2, Role.STUDENT, true, false));

        assertThat(onOtherImages(early, true)).isInstanceOf(Inconclusive.class);
    }

    @Test
    void leavesAChampionOfARunThatWasStartedLater() {
        assertThat(onOtherImages(STUDENT, false)).isInstanceOf(Inconclusive.class);
    }
}
