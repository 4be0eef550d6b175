package dev.retort.eval.domain;

import static dev.retort.eval.Evaluations.digest;
import static dev.retort.eval.Evaluations.evaluation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.eval.domain.PromotionDecision.Inconclusive;
import dev.retort.eval.domain.PromotionDecision.Promoted;
import dev.retort.eval.domain.PromotionDecision.Rejected;
import org.junit.jupiter.api.Test;

class PromotionRuleTest {
    private static final PromotionPolicy POLICY = new PromotionPolicy(0.5, 0.01);
    private static final HeldOutImages IMAGES = new HeldOutImages(digest("dataset"), 100, 7);
    private static final HeldOutImages OTHER_SPLIT = new HeldOutImages(digest("dataset"), 100, 8);

    private static ScoredVersion scored(EvaluationCompleted evaluation, HeldOutImages images, int runOrder) {
        return new ScoredVersion(evaluation, images, runOrder);
    }

    private static ScoredVersion student(double accuracy) {
        return scored(evaluation("run", "student", accuracy, 2), IMAGES, 1);
    }

    private static ScoredVersion champion(double accuracy, HeldOutImages images, int runOrder) {
        return scored(evaluation("before", "champion", accuracy, 1), images, runOrder);
    }

    @Test
    void promotesTheFirstThatIsGoodEnough() {
        assertThat(PromotionRule.decide(POLICY, student(0.5), null)).isInstanceOf(Promoted.class);
    }

    @Test
    void rejectsWhatIsUnderTheLeastAccuracyEvenWithoutAChampion() {
        PromotionDecision decision = PromotionRule.decide(POLICY, student(0.49), null);

        assertThat(decision).isInstanceOf(Rejected.class);
        assertThat(decision.reasons()).first().asString().contains("49.00 %", "50.00 %");
    }

    @Test
    void promotesWhatBeatsAComparableChampionByTheImprovementAskedFor() {
        assertThat(PromotionRule.decide(POLICY, student(0.61), champion(0.6, IMAGES, 0)))
                .isInstanceOf(Promoted.class);
    }

    @Test
    void rejectsWhatBeatsAComparableChampionByLess() {
        assertThat(PromotionRule.decide(POLICY, student(0.60), champion(0.6, IMAGES, 0)))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void putsTheLastCheckpointOfALaterRunInPlaceOfAChampionThatCannotBeCompared() {
        assertThat(PromotionRule.decide(POLICY, student(0.55), champion(0.9, OTHER_SPLIT, 0)))
                .isInstanceOf(Promoted.class);
    }

    @Test
    void leavesAChampionThatCannotBeComparedUntilTheLaterRunsLastCheckpoint() {
        EvaluationCompleted early = evaluation("run", "student", 0.95, 2, Role.STUDENT, true, false);

        assertThat(PromotionRule.decide(POLICY, scored(early, IMAGES, 1), champion(0.9, OTHER_SPLIT, 0)))
                .isInstanceOf(Inconclusive.class);
    }

    @Test
    void leavesAChampionOfARunThatWasStartedLater() {
        assertThat(PromotionRule.decide(POLICY, student(0.95), champion(0.6, OTHER_SPLIT, 2)))
                .isInstanceOf(Inconclusive.class);
    }

    @Test
    void neverPromotesATeacherOrABaseline() {
        EvaluationCompleted teacher = evaluation("run", "teacher", 0.99, 2, Role.TEACHER, true, true);
        EvaluationCompleted baseline = evaluation("run", "baseline", 0.99, 2, Role.STUDENT, false, true);

        assertThat(PromotionRule.decide(POLICY, scored(teacher, IMAGES, 1), null))
                .isInstanceOf(Rejected.class);
        assertThat(PromotionRule.decide(POLICY, scored(baseline, IMAGES, 1), null))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void doesNotLookAtTheTestSplit() {
        EvaluationCompleted honest = evaluation("run", "student", 0.7, 2);
        EvaluationCompleted otherTestLabels = new EvaluationCompleted(
                honest.run(),
                honest.role(),
                honest.arm(),
                honest.step(),
                honest.last(),
                honest.checkpoint(),
                honest.modelVersion(),
                honest.network(),
                honest.promotable(),
                honest.heldOut(),
                new EvaluationCompleted.Score(100, 0.0, 99),
                honest.parameters(),
                honest.multiplyAdds(),
                honest.artefactBytes(),
                honest.at());

        for (ScoredVersion champion : new ScoredVersion[] {champion(0.6, IMAGES, 0), champion(0.8, IMAGES, 0)}) {
            assertThat(PromotionRule.decide(POLICY, scored(otherTestLabels, IMAGES, 1), champion))
                    .isEqualTo(PromotionRule.decide(POLICY, scored(honest, IMAGES, 1), champion));
        }
    }
}
