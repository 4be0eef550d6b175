package dev.retort.contracts;

import static dev.retort.contracts.Examples.AT;
import static dev.retort.contracts.Examples.RUN;
import static dev.retort.contracts.Examples.digest;

import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Disagreement;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.Parity;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.ShadowEnded;
import dev.retort.contracts.event.TestResult;
import dev.retort.contracts.experiment.Bounds;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.Comparison.Rule;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.util.List;

/** What is found out about versions, and decided on them. */
final class ExampleEvaluations {
    private ExampleEvaluations() {}

    static EvaluationCompleted evaluation() {
        return new EvaluationCompleted(
                RUN,
                Role.STUDENT,
                "distilled",
                108,
                false,
                digest("checkpoint"),
                digest("model"),
                "resnet8",
                true,
                new EvaluationCompleted.Score(500, 0.91, 0.3125),
                new EvaluationCompleted.Score(1000, 0.905, 0.34375),
                78_042,
                12_500_000,
                315_211,
                AT);
    }

    static PromotionDecided decision() {
        return new PromotionDecided(
                "champion",
                digest("model"),
                digest("older model"),
                PromotionDecided.Verdict.INCONCLUSIVE,
                List.of("p = 0.25, asked for p ≤ 0.025"),
                PromotionDecided.POLICY,
                AT,
                new DecisionInputs(
                        2,
                        new PromotionPolicy(
                                0.5,
                                0,
                                new Comparison(Rule.NOT_WORSE, 0.05, 1.5, List.of(Gain.SMALLER, Gain.FASTER)),
                                new Bounds(0.25, 0.125, 5.0, 2_000_000L, 0.5, 0.9375)),
                        contender("model", 216, true, 0.91),
                        contender("older model", 108, false, 0.89),
                        true,
                        true,
                        new PairedCounts(430, 25, 15, 30),
                        1),
                new TestResult("McNemar mid-p, one-sided", 0.25, 0.025, 0.02, -0.0078125, 0.046875),
                "0.1.0",
                AT);
    }

    private static Contender contender(String version, long step, boolean last, double accuracy) {
        return new Contender(
                digest(version),
                RUN,
                Role.STUDENT,
                "distilled",
                step,
                last,
                true,
                500,
                accuracy,
                315_211,
                digest("predictions of " + version),
                new Quality(0.875, 0.9375, 0.99, 0.125, 15, 0.0625, 0.03125, 0.25, 0.75, null),
                new Parity(32, 0.5, 0.96875),
                new Blessing(List.of("it cannot be loaded"), 0.5, 1.25, 4096.5, 2));
    }

    /** With what the golden one, from before it was noted, does not have. */
    static ShadowEnded shadowThatDisagreed() {
        Disagreement disagreement = new Disagreement("order-7", 3, "disc", 0.55, "ring", 0.61);
        return new ShadowEnded(
                "champion", digest("model"), AT, false, "it does", 5000, 4875, 12, 1, List.of(disagreement), AT);
    }
}
