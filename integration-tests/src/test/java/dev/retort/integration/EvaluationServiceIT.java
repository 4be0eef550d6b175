package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.Role;
import io.minio.GetObjectArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationServiceIT extends OnContainers {
    @Test
    void scoresEveryCheckpointOnceAndPromotesOne() throws Exception {
        FinishedRun finished = FinishedRun.shared(log);

        List<Digest> published = finished.checkpoints().stream()
                .map(CheckpointPublished::checkpoint)
                .toList();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(log.all(EvaluationCompleted.class))
                        .filteredOn(scored -> scored.run().equals(finished.run()))
                        .extracting(EvaluationCompleted::checkpoint)
                        .containsExactlyInAnyOrderElementsOf(published));
        ModelPromoted promoted =
                log.await(ModelPromoted.class, promotion -> promotion.run().equals(finished.run()));
        try (var manifest = Containers.shared()
                .storeOfTests()
                .getObject(GetObjectArgs.builder()
                        .bucket("retort")
                        .object(ObjectKeys.model(promoted.modelVersion()) + ObjectKeys.MANIFEST)
                        .build())) {
            assertThat(Digest.of(manifest.readAllBytes())).isEqualTo(promoted.modelVersion());
        }
    }

    @Test
    void putsAsideACheckpointThatIsNotThere() throws Exception {
        FinishedRun finished = FinishedRun.shared(log);
        Digest nowhere = Digest.of("nowhere".getBytes(StandardCharsets.UTF_8));

        log.send(new CheckpointPublished(
                finished.run(),
                Role.STUDENT,
                "distilled",
                1,
                2,
                false,
                nowhere,
                ObjectKeys.checkpoint(finished.run(), "distilled", 1, nowhere),
                Instant.now()));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(log.deadLetters(Topics.CHECKPOINTS).get(nowhere.hex()))
                                .containsExactly("eval-service"));
    }
}
