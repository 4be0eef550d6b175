package dev.retort.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.Topics;
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

    @Test
    void writesAnEvaluationWithoutDetailsAsItWasWrittenBeforeThereWereAny() throws Exception {
        Message message = codec.encode(withoutDetails());

        assertThat(new String(message.value(), StandardCharsets.UTF_8)).doesNotContain("details");
        assertThat(codec.decode(message.headers(), message.value())).isEqualTo(withoutDetails());
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
