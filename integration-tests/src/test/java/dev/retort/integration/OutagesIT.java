package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.cli.process.Readiness;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutagesIT extends OnContainers {
    private static final String EXPERIMENT = """
            name: outages
            dataset: {source: drawn, trainImages: 320, testImages: 64, heldOutImages: 64}
            teacher: {network: resnet8, epochs: 2, batchSize: 32}
            transferSet: {views: 60, batchSize: 32, partitions: 2}
            student: {network: resnet8, epochs: 30, checkpointEverySteps: 60}
            arms: [{name: distilled, loss: {hardLabelWeight: 0.1, softTargetWeight: 0.9, temperature: 4}}]
            """;

    /** Longer than a request and than the patience of a health check, shorter than the two minutes that end a run. */
    private static final Duration OUTAGE = Duration.ofSeconds(4);

    @Test
    void goesOnAfterEveryOutageAndLosesAndDoublesNothing() throws Exception {
        Containers containers = Containers.shared();
        List<Long> before = pids();

        String run = services.submit(EXPERIMENT);
        TransferSet set = log.await(
                        TransferSetOpened.class, opened -> opened.run().equals(run))
                .transferSet();
        log.awaitBatches(set, 10);
        containers.pauseKafka();
        outlast("broker");
        containers.unpauseKafka();
        services.awaitUp();
        log.awaitBatches(set, 40);
        containers.crashKafka();
        services.awaitUp();

        awaitCheckpoint(run, 60);
        containers.crashStore();
        services.awaitUp();
        awaitCheckpoint(run, 120);
        containers.cut();
        outlast("object store");
        containers.mend();
        services.awaitUp();

        FinishedRun.await(log, run, "distilled");
        assertThat(log.all(RunFailed.class)).extracting(RunFailed::run).doesNotContain(run);
        assertThat(log.batches(set))
                .extracting(SoftTargetBatch::firstSequence)
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, set.batches())
                        .mapToObj(batch -> batch * set.batchSize())
                        .toList());
        assertThat(log.all(CheckpointPublished.class))
                .filteredOn(checkpoint -> checkpoint.run().equals(run))
                .extracting(CheckpointPublished::checkpoint)
                .doesNotHaveDuplicates();
        assertThat(pids()).as("no service had to be started again").isEqualTo(before);
    }

    /** Every service lives on, and those that need it say what is missing. */
    private void outlast(String check) throws Exception {
        RunningService trainer = services.the(Service.TRAINER);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(trainer.readiness().words())
                        .contains("not ready")
                        .contains(check));
        await().during(OUTAGE)
                .atMost(OUTAGE.multipliedBy(4))
                .until(() -> trainer.isLive() && !(trainer.readiness() instanceof Readiness.Ready));
        for (RunningService service : services.all()) {
            assertThat(service.isLive()).isTrue();
        }
    }

    private void awaitCheckpoint(String run, long step) {
        log.await(
                CheckpointPublished.class,
                checkpoint -> checkpoint.run().equals(run)
                        && checkpoint.arm().equals("distilled")
                        && checkpoint.step() >= step);
    }

    private List<Long> pids() {
        return services.all().stream().map(RunningService::pid).toList();
    }
}
