package dev.retort.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Runs of one arm on a {@linkplain TransferSets transfer set}, as the teacher would begin them. */
@ApplicationScoped
class SmallRuns {
    static final String EXPERIMENT = """
            name: small
            dataset: {source: drawn, trainImages: 200, testImages: 20, heldOutImages: 40}
            teacher: {network: resnet8, epochs: 1}
            transferSet: {views: 2, batchSize: 16, partitions: 2}
            student:
              network: resnet8
              epochs: 6
              checkpointEverySteps: 5
              # With all that a checkpoint can hold.
              optimizer: {kind: adamw}
              gradientClip: 5
              average: {decay: 0.9}
            arms:
              - {name: distilled, loss: {kind: dkd}}
            """;
    /** Six checkpoints of 30 steps. */
    static final String SHORT = EXPERIMENT.replace("epochs: 6", "epochs: 3");

    private final TransferSets sets;
    private final Runs runs;
    private final EventPublisher publisher;
    private final Checkpoints checkpoints;

    SmallRuns(TransferSets sets, Runs runs, EventPublisher publisher, Checkpoints checkpoints) {
        this.sets = sets;
        this.runs = runs;
        this.publisher = publisher;
        this.checkpoints = checkpoints;
    }

    void start(String run, TransferSet set) {
        start(run, EXPERIMENT, set);
    }

    void start(String run, String experiment, TransferSet set) {
        publisher.publish(new StartRun(run, experiment, "test", Instant.now()));
        publisher.publish(new TeacherTrained(run, set.dataset(), TransferSets.TEACHER, "resnet8", Instant.now()));
        publisher.publish(new TransferSetOpened(run, set, Instant.now()));
    }

    /** To its end: answers six checkpoints of 30 steps. */
    List<CheckpointPublished> trainShortly(String run) throws Exception {
        start(run, SHORT, sets.write("for-" + run, false));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runs.find(run)
                        .filter(view -> view.status() == RunView.Status.DONE)
                        .isPresent());
        return runs.find(run).orElseThrow().checkpoints();
    }

    /** Digest of the weights, momentum and statistics after the last step. */
    Digest finalState(String run) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runs.find(run)
                        .filter(view -> view.status() != RunView.Status.RUNNING)
                        .isPresent());
        RunView view = runs.find(run).orElseThrow();
        assertThat(view.failure()).isNull();
        CheckpointPublished last = view.latestCheckpoint("distilled").orElseThrow();
        assertThat(last.last()).isTrue();
        CheckpointManifest manifest = checkpoints.fetch(last).manifest();
        assertThat(manifest.step()).isEqualTo(60);
        assertThat(manifest.nextSequence()).isEqualTo(320);
        return stateOf(manifest);
    }

    static Digest stateOf(CheckpointManifest manifest) {
        return Objects.requireNonNull(manifest.files().get(CheckpointManifest.STATE))
                .sha256();
    }
}
