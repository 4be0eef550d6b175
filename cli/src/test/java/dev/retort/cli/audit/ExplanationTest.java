package dev.retort.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.retort.contracts.Digest;
import dev.retort.contracts.Json;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.QualityIntervals;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.TestResult;
import dev.retort.contracts.experiment.Bounds;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final Digest CANDIDATE = new Digest("a".repeat(64));
    private static final Digest CHAMPION = new Digest("b".repeat(64));
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Contender contender(Digest version, double accuracy) {
        return contender(version, accuracy, null);
    }

    private static Contender contender(Digest version, double accuracy, @Nullable Quality quality) {
        return new Contender(
                version,
                "run",
                Role.STUDENT,
                "distilled",
                9,
                true,
                true,
                500,
                accuracy,
                1,
                version,
                quality,
                null,
                null);
    }

    private static Quality quality() {
        Interval share = new Interval(0.125, 0.25);
        Interval likelihood = new Interval(0.5, 0.75);
        return new Quality(
                0.8,
                0.87,
                0.2,
                0.1875,
                15,
                0.05,
                0.1875,
                0.625,
                0.15,
                new QualityIntervals(
                        share,
                        share,
                        likelihood,
                        likelihood,
                        likelihood,
                        new Interval(0.01, 0.09),
                        share,
                        999,
                        new Interval(0.25, 0.5)),
                0.375);
    }

    private static PromotionDecided byPolicy() {
        return byPolicy(new PromotionPolicy(0.3, 0));
    }

    private static PromotionDecided byPolicy(PromotionPolicy policy) {
        return byPolicy(policy, null);
    }

    private static PromotionDecided byPolicy(PromotionPolicy policy, @Nullable RecentImages recent) {
        DecisionInputs inputs = new DecisionInputs(
                2,
                policy,
                contender(CANDIDATE, 0.84),
                contender(CHAMPION, 0.49),
                true,
                true,
                new PairedCounts(230, 190, 15, 65),
                1,
                recent);
        TestResult test = new TestResult("McNemar mid-p, one-sided", 1e-40, 0.025, 0.35, 0.3, 0.4);
        return new PromotionDecided(
                "champion",
                CANDIDATE,
                CHAMPION,
                Verdict.PROMOTED,
                List.of("held-out accuracy 84.00 %", "p = 1.0e-40"),
                PromotionDecided.POLICY,
                NOON,
                inputs,
                test,
                "test",
                NOON);
    }

    private static PromotionDecided byHand() {
        return new PromotionDecided(
                "champion",
                CANDIDATE,
                CHAMPION,
                Verdict.ROLLED_BACK,
                List.of("it is slow"),
                "anna",
                NOON,
                null,
                null,
                "test",
                NOON);
    }

    private static String explain(PromotionDecided decided, JsonNode recomputed) throws Exception {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putObject("version").put("modelVersion", CANDIDATE.hex()).put("champion", true);
        ObjectNode decision = answer.putArray("decisions").addObject();
        decision.set("record", Json.MAPPER.valueToTree(decided));
        decision.set("recomputed", recomputed);
        return Explanation.of(answer);
    }

    @Test
    void saysWhatThePolicyRestedOn() throws Exception {
        assertThat(explain(byPolicy(), Json.MAPPER.getNodeFactory().booleanNode(true)))
                .contains("Version aaaaaaaaaaaa", "the champion")
                .contains("promoted, as the policy decides")
                .contains("p = 1.0e-40")
                .contains("+35.00 points", "between +30.00 and +40.00")
                .contains("better, at level 0.05", "rule version 2")
                .contains("Champion bbbbbbbbbbbb: 49.00 % of 500", "predictions/" + CHAMPION)
                .contains("the same answer");
    }

    @Test
    void saysHowSureTheFiguresAre() throws Exception {
        DecisionInputs inputs = new DecisionInputs(
                4, new PromotionPolicy(0.3, 0), contender(CANDIDATE, 0.84, quality()), null, false, true, null, 1);
        PromotionDecided decided = new PromotionDecided(
                "champion",
                CANDIDATE,
                null,
                Verdict.PROMOTED,
                List.of("no champion before"),
                PromotionDecided.POLICY,
                NOON,
                inputs,
                null,
                "test",
                NOON);

        assertThat(explain(decided, Json.MAPPER.nullNode()))
                .contains("accuracy (80.00 to 87.00 %)", "top-5 20.00 (12.50 to 25.00 %)")
                .contains("calibration error 5.00 (1.00 to 9.00 %), as served 18.75 (12.50 to 25.00 %)")
                .contains(
                        "Brier score 0.188 (0.500 to 0.750), as served 0.375 (0.250 to 0.500)",
                        "-log likelihood as served 0.625");
    }

    @Test
    void namesWhatIsAskedForBesideNotBeingWorse() throws Exception {
        Comparison comparison =
                new Comparison(Comparison.Rule.NOT_WORSE, 0.05, 1, List.of(Gain.SMALLER, Gain.BETTER_CALIBRATED));
        assertThat(explain(
                        byPolicy(new PromotionPolicy(0.3, 0, comparison, null)),
                        Json.MAPPER.getNodeFactory().booleanNode(true)))
                .contains("not worse by 1.0 points, and smaller or better-calibrated, at level 0.05");
    }

    @Test
    void namesEveryBoundInWords() throws Exception {
        Bounds bounds = new Bounds(0.5, 0.1, 5.0, 2_000_000L, null, null);
        String text = explain(
                byPolicy(new PromotionPolicy(0.3, 0.02, null, bounds)),
                Json.MAPPER.getNodeFactory().booleanNode(true));

        assertThat(text)
                .contains("improvement at least 0.02", "recall of every class at least 0.5", "p99 at most 5.0 ms")
                .contains("logits within 0.01", "never compared with the training form", "never blessed")
                .doesNotContain("null", "Bounds[");
    }

    @Test
    void namesTheGateWhereItDecidedOnARetraining() throws Exception {
        RecentImages recent = new RecentImages(
                new ContinuousSpec.Gate(0.01, 2), CHAMPION, 4, 400, 100, new PairedCounts(230, 90, 15, 65));
        String text = explain(
                byPolicy(new PromotionPolicy(0.3, 0), recent),
                Json.MAPPER.getNodeFactory().booleanNode(true));

        assertThat(text)
                .contains("continuous.gate: better on the new", "not worse by 2.0 points", "at level 0.01")
                .doesNotContain("better, at level 0.05");
    }

    @Test
    void saysThatARecordOfAnotherRuleCannotBeDecidedAgain() throws Exception {
        assertThat(explain(byPolicy(), Json.MAPPER.nullNode())).contains("cannot be decided again here");
    }

    @Test
    void saysWhatAVersionLostItsPlaceTo() throws Exception {
        PromotionDecided away = new PromotionDecided(
                "champion",
                /* candidate= */ CHAMPION,
                /* champion= */ CANDIDATE,
                Verdict.ROLLED_BACK,
                List.of("it is slow"),
                "anna",
                NOON,
                null,
                null,
                "test",
                NOON);

        assertThat(explain(away, Json.MAPPER.nullNode()))
                .contains("rolled back to bbbbbbbbbbbb, asked for by anna", "it is slow");
    }

    @Test
    void shoutsWhenTheRecordGivesAnotherAnswer() throws Exception {
        assertThat(explain(byPolicy(), Json.MAPPER.getNodeFactory().booleanNode(false)))
                .contains("ANOTHER ANSWER");
    }

    @Test
    void saysWhoAskedAndWhy() throws Exception {
        assertThat(explain(byHand(), Json.MAPPER.nullNode()))
                .contains("rolled back, asked for by anna", "it is slow", "champion was bbbbbbbbbbbb then")
                .doesNotContain("Decided again");
    }

    @Test
    void saysThatNothingWasDecided() throws Exception {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putObject("version");
        answer.putArray("decisions");

        assertThat(Explanation.of(answer)).contains("Nothing was decided");
    }
}
