package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.event.TestResult;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.distill.statistics.McNemar;
import dev.retort.distill.statistics.PairedDifference;
import dev.retort.distill.statistics.SignificanceBudget;
import dev.retort.eval.domain.PromotionDecision.Inconclusive;
import dev.retort.eval.domain.PromotionDecision.Promoted;
import dev.retort.eval.domain.PromotionDecision.Rejected;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rule, as a pure function of what a decision's record holds:
 *
 * <ol>
 *   <li>what breaks a {@linkplain Requirements requirement} is rejected;
 *   <li>where the alias names a version that the log holds no evaluation of, nothing can be said;
 *   <li>where there is no champion, the candidate becomes it;
 *   <li>an earlier checkpoint of the champion's own arm, scored after it, is rejected without a test: its training went on to
 *       the champion, and a test would take from the budget of those that come;
 *   <li>a retraining has a {@linkplain RetrainingRule rule of its own}, unless the champion is of the same checkpoint: its forms
 *       meet as those of any arm do;
 *   <li>candidate and champion meet in a paired test on the held-out images that both have, exactly the same ones or, in runs
 *       with other splits of one dataset, those that neither has trained on: {@code better} asks for McNemar's mid-p,
 *       {@code not-worse} for Tango's score test against the margin, for the same against the {@linkplain Anchors anchor}, and for
 *       {@linkplain Gains a gain}. Each at the part of the policy's level that {@link SignificanceBudget} leaves to this
 *       comparison;
 *   <li>where no image is common to both, the champion stays, unless the policy lets the last checkpoint of a run that was
 *       started later take its place.
 * </ol>
 *
 * <p>Shown to be worse is rejected; neither shown to be better nor to be worse is inconclusive, and the champion stays.
 */
public final class PromotionRule {
    /** To be raised with every change that can give another verdict on the same inputs. */
    public static final int VERSION = 4;

    private static final double CONFIDENCE = 0.95;
    private static final double ROUNDING = 1e-9;
    private static final double POINTS = 100;

    private final DecisionInputs inputs;
    private final Comparison comparison;
    private final Contender champion;
    private final PairedCounts table;
    private final double level;

    private PromotionRule(DecisionInputs inputs, Contender champion, PairedCounts table) {
        this.inputs = inputs;
        this.comparison = inputs.policy().comparisonOrStandard();
        this.champion = champion;
        this.table = table;
        this.level = SignificanceBudget.at(comparison.level(), inputs.attempt());
    }

    public static PromotionDecision decide(DecisionInputs inputs) {
        List<String> broken = Requirements.broken(inputs.policy(), inputs.candidate());
        if (!broken.isEmpty()) {
            return new Rejected(broken, null);
        }
        Digest unknown = inputs.evidenceOrNone().unknownChampion();
        if (unknown != null) {
            return new Inconclusive(
                    List.of("the champion is %s, and the log holds no evaluation of it"
                            .formatted(unknown.abbreviated())),
                    null);
        }
        Contender champion = inputs.champion();
        if (champion == null) {
            return new Promoted(
                    List.of("held-out accuracy %s, and no champion before"
                            .formatted(Words.percent(inputs.candidate().accuracy()))),
                    null);
        }
        if (isOvertaken(inputs.candidate(), champion)) {
            return new Rejected(
                    List.of("the champion is a later checkpoint of the same arm, step " + champion.step()), null);
        }
        RecentImages recent = inputs.recent();
        if (recent != null) {
            return RetrainingRule.decide(inputs, champion, recent);
        }
        PairedCounts table = inputs.table();
        return table == null ? replace(inputs, champion) : new PromotionRule(inputs, champion, table).compare();
    }

    private static boolean isOvertaken(Contender candidate, Contender champion) {
        return candidate.run().equals(champion.run())
                && candidate.arm().equals(champion.arm())
                && candidate.step() < champion.step();
    }

    private PromotionDecision compare() {
        return switch (comparison.rule()) {
            case BETTER -> better();
            case NOT_WORSE -> notWorse();
        };
    }

    private PromotionDecision better() {
        TestResult test = test("McNemar mid-p, one-sided", McNemar.midP(table));
        if (test.p() <= level && table.difference() < inputs.policy().minimumImprovement() - ROUNDING) {
            return new Rejected(
                    List.of(
                            accuracies(),
                            asked(test),
                            "the policy asks for an improvement of %s"
                                    .formatted(Words.points(inputs.policy().minimumImprovement()))),
                    test);
        }
        if (test.p() <= level) {
            return new Promoted(List.of(accuracies(), asked(test)), test);
        }
        double worse = McNemar.midP(table.exchanged());
        return worse <= comparison.level()
                ? new Rejected(
                        List.of(accuracies(), "the champion is the better one: p = " + Words.probability(worse)), test)
                : new Inconclusive(List.of(accuracies(), asked(test)), test);
    }

    private PromotionDecision notWorse() {
        double margin = comparison.marginPoints() / POINTS;
        TestResult test = test(
                "Tango's score test, one-sided, margin %s points".formatted(comparison.marginPoints()),
                PairedDifference.nonInferiority(table, margin));
        if (test.p() > level) {
            return test.differenceHigh() < -margin
                    ? new Rejected(List.of(accuracies(), "worse by more than the margin"), test)
                    : new Inconclusive(List.of(accuracies(), asked(test)), test);
        }
        Anchors.Answer anchor = Anchors.compare(inputs.evidenceOrNone().anchor(), margin, level);
        if (!anchor.passed()) {
            List<String> reasons = join(List.of(accuracies(), asked(test)), anchor.reasons());
            return anchor.worse() ? new Rejected(reasons, test) : new Inconclusive(reasons, test);
        }
        List<String> shown = join(List.of(accuracies(), asked(test)), anchor.reasons());
        Gains gains = new Gains(inputs, champion, table, level);
        if (gains.shown().isEmpty() && !comparison.gains().isEmpty()) {
            return new Rejected(join(join(shown, List.of("not worse, but no gain is shown")), gains.missed()), test);
        }
        return new Promoted(join(join(shown, List.of("not worse")), gains.shown()), test);
    }

    private static List<String> join(List<String> reasons, List<String> more) {
        return Stream.concat(reasons.stream(), more.stream()).toList();
    }

    private TestResult test(String method, double p) {
        Interval difference = PairedDifference.interval(table, CONFIDENCE);
        return new TestResult(method, p, level, table.difference(), difference.low(), difference.high());
    }

    private String accuracies() {
        String which = inputs.sameImages() ? "" : ", compared on the images that both runs hold out";
        return "held-out accuracy %s against the champion's %s%s: %s"
                .formatted(
                        Words.percent(inputs.candidate().accuracy()),
                        Words.percent(champion.accuracy()),
                        which,
                        Words.table(table));
    }

    private String asked(TestResult test) {
        return "%s: p = %s, asked for p ≤ %s (comparison %d with this champion, its part of level %s)"
                .formatted(
                        test.method(),
                        Words.probability(test.p()),
                        Words.probability(test.level()),
                        inputs.attempt(),
                        comparison.level());
    }

    private static PromotionDecision replace(DecisionInputs inputs, Contender champion) {
        Long common = inputs.evidenceOrNone().commonImages();
        if (inputs.sameImages() || (common != null && common > 0)) {
            return new Inconclusive(
                    List.of("what the champion or the candidate said to the held-out images is not kept"), null);
        }
        if (common == null) {
            return new Inconclusive(
                    List.of("which images the champion, of run %s, was scored on is not known"
                            .formatted(champion.run())),
                    null);
        }
        String why = "no held-out image is common to this run and the champion's, " + champion.run();
        if (!inputs.policy().replacesWithoutComparison()) {
            return new Inconclusive(
                    List.of(why, "the champion stays; a person can promote, or promotion.otherImages: replace"), null);
        }
        if (!inputs.laterRun()) {
            return new Inconclusive(List.of(why, "the champion's run was started later"), null);
        }
        if (!inputs.candidate().last()) {
            return new Inconclusive(List.of(why, "this is not the run's last checkpoint"), null);
        }
        return new Promoted(
                List.of(
                        why,
                        "this is the last checkpoint of a later run, held-out accuracy "
                                + Words.percent(inputs.candidate().accuracy())),
                null);
    }
}
