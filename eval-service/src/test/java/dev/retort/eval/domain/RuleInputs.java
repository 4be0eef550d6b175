package dev.retort.eval.domain;

import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;

import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.Evidence.Anchor;
import dev.retort.contracts.event.Evidence.PairedCalibration;
import dev.retort.contracts.event.Evidence.TimedPairs;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.Parity;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Bounds;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.Comparison.Rule;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.contracts.experiment.PromotionPolicy.OtherImages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Candidates, champions and tables that tests of the rule share, and the rule on them. */
final class RuleInputs {
    static final PromotionPolicy POLICY = new PromotionPolicy(0.5, 0);
    static final Contender STUDENT = Contender.of(evaluation("run", "student", 0.6, 2));
    static final Contender CHAMPION = Contender.of(evaluation("before", "champion", 0.55, 1));
    /** 500 images: mid-p of 30 against 10 is 0.0007. */
    static final PairedCounts CLEARLY_BETTER = new PairedCounts(250, 30, 10, 210);
    /** Mid-p of 30 against 22 is 0.14. */
    static final PairedCounts WITHIN_CHANCE = new PairedCounts(250, 30, 22, 198);
    /** Not worse by 3 points at any level in use, and not better. */
    static final PairedCounts EQUAL = new PairedCounts(250, 15, 14, 221);

    static final Evidence NOTHING_IN_COMMON = new Evidence(0L, null, null, null, null);

    private RuleInputs() {}

    static PromotionDecision against(PromotionPolicy policy, PairedCounts table, int attempt) {
        return PromotionRule.decide(
                new DecisionInputs(PromotionRule.VERSION, policy, STUDENT, CHAMPION, true, true, table, attempt));
    }

    static PromotionDecision alone(PromotionPolicy policy, Contender candidate) {
        return PromotionRule.decide(
                new DecisionInputs(PromotionRule.VERSION, policy, candidate, null, false, true, null, 1));
    }

    static PromotionDecision onOtherImages(Contender candidate, boolean laterRun) {
        PromotionPolicy replace = new PromotionPolicy(0.5, 0, null, null, OtherImages.REPLACE);
        return onOtherImages(replace, candidate, laterRun, NOTHING_IN_COMMON);
    }

    static PromotionDecision onOtherImages(
            PromotionPolicy policy, Contender candidate, boolean laterRun, Evidence evidence) {
        return PromotionRule.decide(new DecisionInputs(
                PromotionRule.VERSION, policy, candidate, CHAMPION, false, laterRun, null, 1, null, evidence));
    }

    static PromotionDecision withEvidence(PromotionPolicy policy, PairedCounts table, Evidence evidence) {
        return PromotionRule.decide(new DecisionInputs(
                PromotionRule.VERSION, policy, STUDENT, CHAMPION, true, true, table, 1, null, evidence));
    }

    static Evidence timed(int faster) {
        return new Evidence(500L, null, null, new TimedPairs(200, faster, 0.5, 0.6, 1, "a machine"), null);
    }

    static Evidence calibrated(double p) {
        return new Evidence(500L, null, null, null, new PairedCalibration(0.01, 0.03, p, 9999));
    }

    static Evidence anchored(@Nullable PairedCounts table) {
        return new Evidence(500L, null, new Anchor(version("first"), "run", table), null, null);
    }

    static PromotionPolicy notWorse(double marginPoints, Gain... gains) {
        return new PromotionPolicy(0, 0, new Comparison(Rule.NOT_WORSE, 0.05, marginPoints, List.of(gains)), null);
    }

    static Contender int8(Contender from) {
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

    static PromotionPolicy bounded(Bounds bounds) {
        return new PromotionPolicy(0, 0, null, bounds);
    }

    static Contender with(@Nullable Quality quality, @Nullable Parity parity, @Nullable Blessing blessing, long bytes) {
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
}
