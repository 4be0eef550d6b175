package dev.retort.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.Digest;
import dev.retort.contracts.JsonRecords;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Schemas;
import dev.retort.contracts.Topics;
import dev.retort.contracts.Trees;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationEventsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Digest DIGEST = new Digest("0a".repeat(32));

    private final EventCodec codec = new EventCodec("test");

    private static EvaluationCompleted withoutDetails() {
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(10, 0.5, 1.5);
        return new EvaluationCompleted(
                "run", Role.STUDENT, "arm", 1, true, DIGEST, DIGEST, "resnet8", true, score, score, 1, 2, 3, NOON);
    }

    private static QualityIntervals intervals() {
        Interval share = new Interval(0.125, 0.25);
        Interval error = new Interval(0, 0.5);
        Interval likelihood = new Interval(1.25, 1.5);
        return new QualityIntervals(share, share, likelihood, likelihood, error, error, error, 999, error);
    }

    @Test
    void readsAQualityFromBeforeThereWereIntervals() throws Exception {
        Quality without = new Quality(0.875, 0.9375, 0.99, 0.125, 15, 0.0625, 0.03125, 0.25, 0.75, null);
        String json = new String(JsonRecords.encode(without), StandardCharsets.UTF_8);

        assertThat(json).doesNotContain("intervals");
        assertThat(JsonRecords.decode(json.getBytes(StandardCharsets.UTF_8), Quality.class))
                .isEqualTo(without);
    }

    @Test
    void readsAQualityFromBeforeThereWasABrierScoreAsServed() throws Exception {
        Interval share = new Interval(0.125, 0.25);
        Quality older = new Quality(
                0.875,
                0.9375,
                0.99,
                0.125,
                15,
                0.0625,
                0.03125,
                0.25,
                0.75,
                new QualityIntervals(share, share, share, share, share, share, share, 999));
        byte[] json = JsonRecords.encode(older);

        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("calibratedBrierScore");
        assertThat(JsonRecords.decode(json, Quality.class)).isEqualTo(older);
    }

    @Test
    void refusesAnIntervalThatIsNone() {
        byte[] backwards = "{\"low\":0.5,\"high\":0.25}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> JsonRecords.decode(backwards, Interval.class))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("from 0.5 to 0.25");
    }

    @Test
    void writesAnEvaluationWithoutDetailsAsItWasWrittenBeforeThereWereAny() throws Exception {
        Message message = codec.encode(withoutDetails());

        assertThat(new String(message.value(), StandardCharsets.UTF_8)).doesNotContain("details");
        assertThat(codec.decode(message.headers(), message.value())).isEqualTo(withoutDetails());
    }

    @Test
    void readsAndWritesAnInt8VersionWithItsAgreementsAndItsMemory() throws Exception {
        Quality quality = new Quality(0, 1, 1, 0.5, 15, 0.05, 0.02, 1.4, 0.2, intervals(), 0.4);
        EvaluationCompleted older = withoutDetails();
        EvaluationCompleted int8 = new EvaluationCompleted(
                older.run(),
                older.role(),
                older.arm(),
                older.step(),
                older.last(),
                older.checkpoint(),
                older.modelVersion(),
                older.network(),
                older.promotable(),
                older.heldOut(),
                older.test(),
                1,
                2,
                3,
                NOON,
                new EvaluationDetails(
                        DIGEST,
                        1,
                        quality,
                        quality,
                        new Parity(32, 0.5, 1),
                        new Blessing(List.of(), 1, 2, 3, 4, 5_000_000L),
                        new Agreements(0.9, null, null)),
                ExportPrecision.INT8);
        Message message = codec.encode(int8);

        assertThat(codec.decode(message.headers(), message.value())).isEqualTo(int8);
        assertThat(Schemas.errors(EvaluationCompleted.class, Trees.parse(message.value())))
                .isEmpty();
        assertThat(Contender.of(int8).precisionOrFp32()).isEqualTo(ExportPrecision.INT8);
        assertThat(Contender.of(older).precisionOrFp32()).isEqualTo(ExportPrecision.FP32);
    }

    @Test
    void keepsAllThatADecisionRestsOn() throws Exception {
        Evidence evidence = new Evidence(
                480L,
                DIGEST,
                new Evidence.Anchor(DIGEST, "run", new PairedCounts(1, 2, 3, 4)),
                new Evidence.TimedPairs(200, 180, 0.25, 0.5, 1, "amd64, 2 processors"),
                new Evidence.PairedCalibration(0.01, 0.02, 0.25, 9999));
        PromotionDecided decided = new PromotionDecided(
                "champion",
                DIGEST,
                null,
                PromotionDecided.Verdict.INCONCLUSIVE,
                List.of("why"),
                PromotionDecided.POLICY,
                NOON,
                new DecisionInputs(
                        4,
                        new PromotionPolicy(0, 0, null, null, PromotionPolicy.OtherImages.REPLACE),
                        Contender.of(withoutDetails()),
                        null,
                        false,
                        true,
                        null,
                        1,
                        null,
                        evidence),
                null,
                "test",
                NOON);
        Message message = codec.encode(decided);

        assertThat(codec.decode(message.headers(), message.value())).isEqualTo(decided);
        assertThat(Schemas.errors(PromotionDecided.class, Trees.parse(message.value())))
                .isEmpty();
    }

    @Test
    void readsDetailsThatALaterVersionAddsTo() throws Exception {
        Message message = codec.encode(withoutDetails());
        String json = new String(message.value(), StandardCharsets.UTF_8).replaceFirst("\\{", "{\"beauty\":0.9,");

        assertThat(codec.decode(new HashMap<>(message.headers()), json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(withoutDetails());
    }

    @Test
    void keepsDecisionsAndSkippedCheckpointsOnTheTopicThatIsNeverCompacted() throws Exception {
        PromotionDecided refused = new PromotionDecided(
                "champion",
                null,
                null,
                PromotionDecided.Verdict.REFUSED,
                List.of("nothing before"),
                "anna",
                NOON,
                null,
                null,
                "test",
                NOON);
        CheckpointSkipped skipped = new CheckpointSkipped("run", "arm", 7, DIGEST, "newer ones wait", NOON);

        for (Event event : new Event[] {refused, skipped}) {
            Message message = codec.encode(event);
            assertThat(message.topic()).isEqualTo(Topics.EVALUATIONS);
            assertThat(codec.decode(Map.copyOf(message.headers()), message.value()))
                    .isEqualTo(event);
        }
        assertThat(refused.key()).isEqualTo("champion");
    }
}
