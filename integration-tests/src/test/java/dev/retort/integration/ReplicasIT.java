package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.process.Readiness;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetCompleted;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.local.LocalStack;
import dev.retort.local.LocalStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs no container: the broker that divides the work is the embedded one. */
class ReplicasIT {
    private static final String EXPERIMENT = """
            name: replicas
            dataset: {source: drawn, trainImages: 320, testImages: 64, heldOutImages: 64}
            teacher: {network: resnet8, epochs: 1, batchSize: 32, checkpointEverySteps: 4}
            transferSet: {views: 120, batchSize: 32, partitions: 4}
            student: {network: resnet8, epochs: 1}
            """;

    private static final Pattern LABELLED = Pattern.compile("(?m)^retort_labelled_samples_total\\S* ([0-9.E]+)");

    @TempDir
    Path folder;

    /** A set, and what is on its log. */
    private record Labelled(TransferSet set, List<SoftTargetBatch> batches) {}

    @Test
    void replicasShareTheLabellingAndOneThatIsKilledCostsNoBatchAndDoublesNone() throws Exception {
        Labelled alone = labelledByOne(folder.resolve("alone"));
        Path shared = folder.resolve("shared");
        try (LocalStack stack = LocalStack.start(shared);
                RunningService first = start(stack, shared, "first");
                RunLog log = log(stack, first)) {
            try (RunningService second = start(stack, shared, "second");
                    RunningService third = start(stack, shared, "third")) {
                awaitReady(second);
                awaitReady(third);
                submit(first);
                TransferSet set = opened(log);
                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                    assertThat(labelled(second)).isPositive();
                    assertThat(labelled(third)).isPositive();
                });
                second.kill();
                log.awaitBatches(set, set.batches() / 2);
                first.kill();

                log.await(TransferSetCompleted.class, completed -> true);

                Labelled together = new Labelled(set, inSequence(log, set));
                assertThat(together).usingRecursiveComparison().isEqualTo(alone);
                assertThat(log.all(TeacherTrained.class)).hasSize(1);
                assertThat(log.all(CheckpointPublished.class))
                        .extracting(CheckpointPublished::step)
                        .as("one replica has trained the teacher")
                        .containsExactly(4L, 8L);
                assertThat(log.all(RunFailed.class)).isEmpty();
            }
        }
    }

    private static Labelled labelledByOne(Path folder) throws Exception {
        try (LocalStack stack = LocalStack.start(folder);
                RunningService teacher = start(stack, folder, "alone");
                RunLog log = log(stack, teacher)) {
            submit(teacher);
            TransferSet set = opened(log);
            log.await(TransferSetCompleted.class, completed -> true);
            return new Labelled(set, inSequence(log, set));
        }
    }

    /** Replicas write side by side: what counts is the sequence that the student sees. */
    private static List<SoftTargetBatch> inSequence(RunLog log, TransferSet set) {
        List<SoftTargetBatch> batches = log.batches(set).stream()
                .sorted(Comparator.comparingLong(SoftTargetBatch::firstSequence))
                .toList();
        assertThat(batches).extracting(SoftTargetBatch::firstSequence).doesNotHaveDuplicates();
        return batches;
    }

    private static TransferSet opened(RunLog log) {
        return log.await(TransferSetOpened.class, opened -> true).transferSet();
    }

    private static RunLog log(LocalStack stack, RunningService teacher) {
        awaitReady(teacher);
        return new RunLog(stack.broker().bootstrapServers());
    }

    private static RunningService start(LocalStack stack, Path folder, String name) throws IOException {
        Map<String, String> told = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                stack.broker().bootstrapServers(),
                "RETORT_STORE_ENDPOINT",
                stack.store().endpoint(),
                "RETORT_STORE_ACCESS_KEY",
                LocalStore.ACCESS_KEY,
                "RETORT_STORE_SECRET_KEY",
                LocalStore.SECRET_KEY,
                "RETORT_TEACHER_REPLICA",
                name,
                "RETORT_TEACHER_THREADS",
                "1");
        return RunningService.start(Service.TEACHER, told, folder.resolve(name));
    }

    private static void awaitReady(RunningService service) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(service.readiness()).isEqualTo(new Readiness.Ready()));
    }

    private static void submit(RunningService teacher) throws IOException, InterruptedException {
        assertThat(HttpCalls.post(teacher.at("/runs"), "application/yaml", EXPERIMENT.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(202);
    }

    private static double labelled(RunningService teacher) throws IOException, InterruptedException {
        Matcher sample = LABELLED.matcher(teacher.metrics());
        return sample.find() ? Double.parseDouble(sample.group(1)) : 0;
    }
}
