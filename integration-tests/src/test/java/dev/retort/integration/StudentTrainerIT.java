package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.StudentTrained;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudentTrainerIT extends OnContainers {
    @Test
    void publishesEachCheckpointOnceAndItsManifestIsWhatItsDigestSays() throws Exception {
        FinishedRun finished = FinishedRun.shared(log);

        List<CheckpointPublished> checkpoints = finished.checkpoints().stream()
                .filter(checkpoint -> checkpoint.role() == Role.STUDENT)
                .toList();

        assertThat(checkpoints)
                .extracting(CheckpointPublished::checkpoint)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(2);
        MinioClient store = Containers.shared().storeOfTests();
        for (CheckpointPublished checkpoint : checkpoints) {
            try (var manifest = store.getObject(GetObjectArgs.builder()
                    .bucket("retort")
                    .object(checkpoint.objectPrefix() + ObjectKeys.MANIFEST)
                    .build())) {
                assertThat(Digest.of(manifest.readAllBytes())).isEqualTo(checkpoint.checkpoint());
            }
        }
    }

    @Test
    void putsAsideABatchThatItCannotReadAndTrainsOn() throws Exception {
        FinishedRun finished = FinishedRun.shared(log);
        String softTargets = Topics.softTargets(finished.set().id());
        String key = log.sendGarbage(softTargets);
        String longer = FinishedRun.experiment()
                .replace("name: tiny", "name: longer")
                .replace("epochs: 2\n  checkpoint", "epochs: 4\n  checkpoint");

        String run = services.submit(longer);

        StudentTrained trained =
                log.await(StudentTrained.class, event -> event.run().equals(run));
        assertThat(trained.steps()).isEqualTo(4L * finished.set().batchesPerView());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(log.deadLetters(softTargets).get(key)).contains("student-trainer"));
    }
}
