package dev.retort.eval.domain;

import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.domain.RuleInputs.EQUAL;
import static dev.retort.eval.domain.RuleInputs.POLICY;
import static dev.retort.eval.domain.RuleInputs.STUDENT;
import static dev.retort.eval.domain.RuleInputs.alone;
import static dev.retort.eval.domain.RuleInputs.bounded;
import static dev.retort.eval.domain.RuleInputs.int8;
import static dev.retort.eval.domain.RuleInputs.notWorse;
import static dev.retort.eval.domain.RuleInputs.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.Parity;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.QualityIntervals;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Bounds;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.eval.domain.PromotionDecision.Promoted;
import dev.retort.eval.domain.PromotionDecision.Rejected;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a candidate must be whatever the champion is. */
class RequirementsTest {
    @Test
    void rejectsWhatIsUnderTheLeastAccuracyEvenWithoutAChampion() {
        PromotionDecision decision = alone(POLICY, Contender.of(evaluation("run", "student", 0.49, 2)));

        assertThat(decision).isInstanceOf(Rejected.class);
        assertThat(decision.reasons()).first().asString().contains("49.00 %", "50.00 %");
    }

    @Test
    void holdsAnInt8ArtefactToParityBoundsOfItsOwn() {
        Contender rounded = with(STUDENT.heldOut(), new Parity(32, 0.5, 0.9375), STUDENT.blessing(), 1);
        Contender broken = with(STUDENT.heldOut(), new Parity(32, 9, 0.5), STUDENT.blessing(), 1);

        assertThat(alone(POLICY, rounded)).isInstanceOf(Rejected.class);
        assertThat(alone(POLICY, int8(rounded))).isInstanceOf(Promoted.class);
        assertThat(alone(POLICY, int8(broken)).reasons()).hasSize(2);
        Bounds strict = new Bounds(null, null, null, null, null, null, 0.4, 0.95, null);
        assertThat(alone(bounded(strict), int8(rounded)).reasons()).hasSize(2);
    }

    @Test
    void rejectsWhatHoldsMoreMemoryThanThePolicyAllowsOrNobodyKnowsHowMuch() {
        Bounds bounds = new Bounds(null, null, null, null, null, null, null, null, 1_000L);
        Blessing within = new Blessing(List.of(), 0.5, 1, 1000, 1, 1_000L);
        Blessing beyond = new Blessing(List.of(), 0.5, 1, 1000, 1, 1_001L);

        assertThat(alone(bounded(bounds), with(STUDENT.heldOut(), STUDENT.parity(), within, 1)))
                .isInstanceOf(Promoted.class);
        assertThat(alone(bounded(bounds), with(STUDENT.heldOut(), STUDENT.parity(), beyond, 1))
                        .reasons())
                .singleElement()
                .asString()
                .contains("1001 bytes", "1000 bytes");
        assertThat(alone(bounded(bounds), STUDENT).reasons())
                .singleElement()
                .asString()
                .contains("unknown");
    }

    @Test
    void tellsEveryBoundThatIsBroken() {
        Contender candidate = with(STUDENT.heldOut(), STUDENT.parity(), STUDENT.blessing(), 2_000_000);
        PromotionDecision decision = alone(bounded(new Bounds(0.5, 0.01, 0.9, 1_000_000L, 1e-9, 1.0)), candidate);

        assertThat(decision).isInstanceOf(Rejected.class);
        assertThat(decision.reasons()).hasSize(5);
        assertThat(String.join("; ", decision.reasons()))
                .contains("recall", "calibration", "p99", "2.0 MB", "training form");
        assertThat(alone(bounded(new Bounds(0.2, 0.05, 1.0, 2_000_000L, 1e-6, 1.0)), candidate))
                .isInstanceOf(Promoted.class);
    }

    @Test
    void tellsHowSureABrokenFloorIs() {
        Interval narrow = new Interval(0.125, 0.25);
        Quality quality = new Quality(
                0,
                1,
                1,
                0.5,
                15,
                0.05,
                0.02,
                1.4,
                0.2,
                new QualityIntervals(narrow, narrow, narrow, narrow, narrow, narrow, new Interval(0.01, 0.03), 999));
        Contender candidate = with(quality, STUDENT.parity(), STUDENT.blessing(), 1);

        assertThat(alone(bounded(new Bounds(0.5, 0.01, null, null, null, null)), candidate)
                        .reasons())
                .containsExactly(
                        "the least recall of a class is 20.00 % (95 % confidence: 12.50 % to 25.00 %), asked for 50.00 %",
                        "the calibration error, as served, is 2.00 % (95 % confidence: 1.00 % to 3.00 %), at most 1.00 % is asked for");
    }

    @Test
    void rejectsAnArtefactThatAnswersOtherwiseThanTheTrainingForm() {
        Contender off = with(STUDENT.heldOut(), new Parity(32, 0.5, 1), STUDENT.blessing(), 1);
        Contender flipped = with(STUDENT.heldOut(), new Parity(32, 0, 0.9), STUDENT.blessing(), 1);

        for (Contender candidate : List.of(off, flipped)) {
            assertThat(alone(new PromotionPolicy(0, 0), candidate)).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void needsTheBlessingOfTheInfrastructureAsWell() {
        Blessing refused = new Blessing(List.of("it cannot be loaded"), 0, 0, 0, 1);
        PromotionDecision decision =
                alone(new PromotionPolicy(0, 0), with(STUDENT.heldOut(), STUDENT.parity(), refused, 1));

        assertThat(decision).isInstanceOf(Rejected.class);
        assertThat(decision.reasons()).first().asString().contains("it cannot be loaded");
    }

    @Test
    void takesAFigureThatIsUnknownForABrokenBoundAndForNoGain() {
        Contender old = with(null, null, null, 1);

        assertThat(alone(bounded(new Bounds(null, null, 5.0, null, null, null)), old))
                .isInstanceOf(Rejected.class);
        assertThat(PromotionRule.decide(new DecisionInputs(
                        PromotionRule.VERSION,
                        notWorse(3, Gain.FASTER, Gain.BETTER_CALIBRATED),
                        STUDENT,
                        old,
                        true,
                        true,
                        EQUAL,
                        1)))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void rejectsWhatNobodyHasBlessedOrComparedWithTheTrainingForm() {
        assertThat(alone(POLICY, with(STUDENT.heldOut(), STUDENT.parity(), null, 1))
                        .reasons())
                .containsExactly("the infrastructure never blessed it");
        assertThat(alone(POLICY, with(STUDENT.heldOut(), null, STUDENT.blessing(), 1))
                        .reasons())
                .singleElement()
                .asString()
                .contains("never compared");
    }

    @Test
    void neverPromotesATeacherOrABaseline() {
        Contender teacher = Contender.of(evaluation("run", "teacher", 0.99, 2, Role.TEACHER, true, true));
        Contender baseline = Contender.of(evaluation("run", "baseline", 0.99, 2, Role.STUDENT, false, true));

        assertThat(alone(POLICY, teacher)).isInstanceOf(Rejected.class);
        assertThat(alone(POLICY, baseline)).isInstanceOf(Rejected.class);
    }
}
