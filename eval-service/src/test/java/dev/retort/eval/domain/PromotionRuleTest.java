package dev.retort.eval.domain;

import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.Evidence.Anchor;
import dev.retort.contracts.event.Evidence.PairedCalibration;
import dev.retort.contracts.event.Evidence.TimedPairs;
import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.Parity;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.QualityIntervals;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.TestResult;
import dev.retort.contracts.experiment.Bounds;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.Comparison.Rule;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.contracts.experiment.PromotionPolicy.OtherImages;
import dev.retort.eval.domain.PromotionDecision.Inconclusive;
import dev.retort.eval.domain.PromotionDecision.Promoted;
import dev.retort.eval.domain.PromotionDecision.Rejected;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PromotionRuleTest {
    private static final PromotionPolicy POLICY = new PromotionPolicy(0.5, 0);
    private static final Contender STUDENT = Contender.of(evaluation("run", "student", 0.6, 2));
    private static final Contender CHAMPION = Contender.of(evaluation("before", "champion", 0.55, 1));
    /** 500 images: mid-p of 30 against 10 is 0.0007. */
    private static final PairedCounts CLEARLY_BETTER = new PairedCounts(250, 30, 10, 210);
    /** Mid-p of 30 against 22 is 0.14. */
    private static final PairedCounts WITHIN_CHANCE = new PairedCounts(250, 30, 22, 198);

    /** Not worse by 3 points at any level in use, and not better. */
    private static final PairedCounts EQUAL = new PairedCounts(250, 15, 14, 221);

    private static final Evidence NOTHING_IN_COMMON = new Evidence(0L, null, null, null, null);

    private static PromotionDecision against(PromotionPolicy policy, PairedCounts table, int attempt) {
        return PromotionRule.decide(
                new DecisionInputs(PromotionRule.VERSION, policy, STUDENT, CHAMPION, true, true, table, attempt));
    }

    private static PromotionDecision alone(PromotionPolicy policy, Contender candidate) {
        return PromotionRule.decide(
                new DecisionInputs(PromotionRule.VERSION, policy, candidate, null, false, true, null, 1));
    }

    private static PromotionDecision onOtherImages(Contender candidate, boolean laterRun) {
        PromotionPolicy replace = new PromotionPolicy(0.5, 0, null, null, OtherImages.REPLACE);
        return onOtherImages(replace, candidate, laterRun, NOTHING_IN_COMMON);
    }

    private static PromotionDecision onOtherImages(
            PromotionPolicy policy, Contender candidate, boolean laterRun, Evidence evidence) {
        return PromotionRule.decide(new DecisionInputs(
                PromotionRule.VERSION, policy, candidate, CHAMPION, false, laterRun, null, 1, null, evidence));
    }

    private static PromotionDecision withEvidence(PromotionPolicy policy, PairedCounts table, Evidence evidence) {
        return PromotionRule.decide(new DecisionInputs(
                PromotionRule.VERSION, policy, STUDENT, CHAMPION, true, true, table, 1, null, evidence));
    }

    private static Evidence timed(int faster) {
        return new Evidence(500L, null, null, new TimedPairs(200, faster, 0.5, 0.6, 1, "a machine"), null);
    }

    private static Evidence calibrated(double p) {
        return new Evidence(500L, null, null, null, new PairedCalibration(0.01, 0.03, p, 9999));
    }

    private static Evidence anchored(@Nullable PairedCounts table) {
        return new Evidence(500L, null, new Anchor(version("first"), "run", table), null, null);
    }

    private static PromotionPolicy notWorse(double marginPoints, Gain... gains) {
        return new PromotionPolicy(0, 0, new Comparison(Rule.NOT_WORSE, 0.05, marginPoints, List.of(gains)), null);
    }

    private static Contender int8(Contender from) {
        return new Contender(
                from.modelVersion(),
                from.run(),
                from.role(),
                from.arm(),
                from.step(),
                from.last(),
                from.promotable(),
                from.heldOutImages(),
                from.accuracy(),
                from.artefactBytes(),
                from.predictions(),
                from.heldOut(),
                from.parity(),
                from.blessing(),
                ExportPrecision.INT8);
    }

    private static PromotionPolicy bounded(Bounds bounds) {
        return new PromotionPolicy(0, 0, null, bounds);
    }

    private static Contender with(
            @Nullable Quality quality, @Nullable Parity parity, @Nullable Blessing blessing, long bytes) {
        return new Contender(
                STUDENT.modelVersion(),
                "run",
                Role.STUDENT,
                "distilled",
                10,
                true,
                true,
                100,
                0.6,
                bytes,
                STUDENT.predictions(),
                quality,
                parity,
                blessing);
    }

    @Test
    void promotesTheFirstThatKeepsTheFloors() {
        assertThat(alone(POLICY, STUDENT)).isInstanceOf(Promoted.class);
    }

    @Test
    void rejectsWhatIsUnderTheLeastAccuracyEvenWithoutAChampion() {
        PromotionDecision decision = alone(POLICY, Contender.of(evaluation("run", "student", 0.49, 2)));

        assertThat(decision).isInstanceOf(Rejected.class);
        assertThat(decision.reasons()).first().asString().contains("49.00 %", "50.00 %");
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
    void tellsNotShownToBeNotWorseFromShownToBeWorse() {
        assertThat(against(notWorse(1), WITHIN_CHANCE.exchanged(), 1)).isInstanceOf(Inconclusive.class);
        assertThat(against(notWorse(1), new PairedCounts(250, 10, 80, 160), 1)).isInstanceOf(Rejected.class);
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

        assertThat(alone(bounded(new Bounds(0.5, 0.01, null, null, null, null)), candidate).reasons())
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

    @Test
    void neverPromotesATeacherOrABaseline() {
        Contender teacher = Contender.of(evaluation("run", "teacher", 0.99, 2, Role.TEACHER, true, true));
        Contender baseline = Contender.of(evaluation("run", "baseline", 0.99, 2, Role.STUDENT, false, true));

        assertThat(alone(POLICY, teacher)).isInstanceOf(Rejected.class);
        assertThat(alone(POLICY, baseline)).isInstanceOf(Rejected.class);
    }
}
