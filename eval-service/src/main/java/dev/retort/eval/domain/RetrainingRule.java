package dev.retort.eval.domain;

import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.event.TestResult;
import dev.retort.distill.statistics.McNemar;
import dev.retort.distill.statistics.PairedDifference;
import dev.retort.distill.statistics.SignificanceBudget;
import dev.retort.eval.domain.PromotionDecision.Inconclusive;
import dev.retort.eval.domain.PromotionDecision.Promoted;
import dev.retort.eval.domain.PromotionDecision.Rejected;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a retrained student must show against the champion, both at the part of the gate's level that
 * {@link SignificanceBudget} leaves to this comparison: better on the images that came later and were held out (McNemar's
 * mid-p), not worse on the old held-out images (Tango's score test against the margin) than it and than the
 * {@linkplain Anchors anchor}. Promotion asks for all, so the chance of a wrong one is no greater than that of the easiest.
 * Nothing is promoted while retraining is paused, nor what went on from a version that is not the champion any more: a
 * roll-back takes back what was made of it as well.
 */
final class RetrainingRule {
    private static final double CONFIDENCE = 0.95;
    private static final double POINTS = 100;

    private RetrainingRule() {}

    static PromotionDecision decide(DecisionInputs inputs, Contender champion, RecentImages recent) {
        Optional<String> obstacle = obstacle(inputs, champion, recent);
        if (obstacle.isPresent()) {
            return new Inconclusive(List.of(obstacle.get()), null);
        }
        PairedCounts old = inputs.table();
        PairedCounts fresh = recent.table();
        if (old == null) {
            return new Inconclusive(
                    List.of("what the champion or the candidate said to the old held-out images is not kept"), null);
        }
        if (fresh == null) {
            return new Inconclusive(List.of(notCompared(recent)), null);
        }
        return decide(inputs, recent, old, fresh);
    }

    private static String notCompared(RecentImages recent) {
        return recent.notShown() == null
                ? "there is no new held-out image that both could be shown"
                : "candidate and champion could not be compared on new held-out images: " + recent.notShown();
    }

    /** Why it is not promoted, whatever it can. */
    private static Optional<String> obstacle(DecisionInputs inputs, Contender champion, RecentImages recent) {
        if (recent.paused() != null) {
            return Optional.of("retraining is paused: " + recent.paused());
        }
        if (!inputs.candidate().run().equals(champion.run())) {
            return Optional.of("the champion is of run %s by now".formatted(champion.run()));
        }
        return Optional.ofNullable(recent.wentOnFrom())
                .filter(version -> !version.equals(champion.modelVersion()))
                .map(version -> "it went on from %s, and the champion is %s by now"
                        .formatted(
                                version.abbreviated(), champion.modelVersion().abbreviated()));
    }

    private static PromotionDecision decide(
            DecisionInputs inputs, RecentImages recent, PairedCounts old, PairedCounts fresh) {
        double level = SignificanceBudget.at(recent.gate().level(), inputs.attempt());
        double margin = recent.gate().marginPoints() / POINTS;
        double worseByMargin = PairedDifference.nonInferiority(old, margin);
        TestResult test =
                test("McNemar mid-p on the new held-out images, one-sided", McNemar.midP(fresh), level, fresh);
        List<String> reasons = List.of(
                "new: %s, %d of them labelled, of the others the teacher's class counts: %s, p = %s, asked for p ≤ %s"
                        .formatted(
                                Words.points(fresh.difference()),
                                recent.labelled(),
                                Words.table(fresh),
                                Words.probability(test.p()),
                                Words.probability(level)),
                "old: %s, margin %s points: %s, p = %s, asked for p ≤ %s (comparison %d with this champion, its part of level %s)"
                        .formatted(
                                Words.points(old.difference()),
                                recent.gate().marginPoints(),
                                Words.table(old),
                                Words.probability(worseByMargin),
                                Words.probability(level),
                                inputs.attempt(),
                                recent.gate().level()));
        Anchors.Answer anchor = Anchors.compare(inputs.evidenceOrNone().anchor(), margin, level);
        List<String> all =
                Stream.concat(reasons.stream(), anchor.reasons().stream()).toList();
        if (test.p() <= level && worseByMargin <= level && anchor.passed()) {
            return new Promoted(all, test);
        }
        boolean worse = anchor.worse()
                || McNemar.midP(fresh.exchanged()) <= recent.gate().level()
                || PairedDifference.interval(old, CONFIDENCE).high() < -margin;
        return worse ? new Rejected(all, test) : new Inconclusive(all, test);
    }

    private static TestResult test(String method, double p, double level, PairedCounts table) {
        Interval difference = PairedDifference.interval(table, CONFIDENCE);
        return new TestResult(method, p, level, table.difference(), difference.low(), difference.high());
    }
}
