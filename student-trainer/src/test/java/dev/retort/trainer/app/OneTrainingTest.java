package dev.retort.trainer.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.MemoryImages;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.train.Prefetch;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import dev.retort.local.testing.ConfigReader;
import dev.retort.trainer.config.TrainerConfig;
import dev.retort.trainer.messaging.LogPosition;
import dev.retort.trainer.messaging.RestlessLog;
import dev.retort.trainer.messaging.SoftTargets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A student of ten steps, with a checkpoint after each, whose log has one batch. */
class OneTrainingTest {
    private static final String EXPERIMENT = """
            name: stalled
            dataset: {source: drawn}
            precision: fp32
            teacher: {network: resnet8, epochs: 1}
            student: {network: resnet8, epochs: 1, checkpointEverySteps: 1}
            arms:
              - {name: distilled}
            """;
    private static final ImageSet IMAGES = MemoryImages.of(
            new ImageShape(3, 8, 8),
            new int[] {0},
            (index, target) -> new Random(index).nextBytes(target),
            LoadProgress.NONE);
    private static final Dataset DATASET = new Dataset(
            "one image",
            IntStream.range(0, RestlessLog.CLASSES)
                    .mapToObj(number -> "class " + number)
                    .toList(),
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
            IMAGES,
            IMAGES);
    /** A step that waits asks five times a second; the first time after a failure is soon enough, and this is too late. */
    private static final int MOST_ASKED = 20;

    private final BrokerUnavailableException away =
            new BrokerUnavailableException("away", new IllegalStateException("away"));
    private final Runs runs = new Runs();
    private final AtomicBoolean checkpointFailed = new AtomicBoolean();
    private int askedSince;

    @TempDir
    Path directory;

    @Test
    void failsWithItsCheckpointWhileAStepWaitsForItsBatch() {
        OneTraining training = training();

        assertThatThrownBy(training::perform).isSameAs(away);
    }

    private OneTraining training() {
        ArtefactStore artefacts = new ArtefactStore(new MemoryStore(), directory.resolve("cache"));
        DatasetStore datasets = new DatasetStore(artefacts);
        start(datasets.publish(DATASET));
        Collaborators collaborators = new Collaborators(
                new StalledLog(),
                datasets,
                new Checkpoints(artefacts, this::refuse),
                new StartingWeights(artefacts, runs),
                progress -> {},
                runs,
                new SimpleMeterRegistry(),
                ConfigReader.read(TrainerConfig.class, Map.of("retort.trainer.threads", "1")),
                "test");
        ArmSource student =
                ArmSource.of(runs.find("run").orElseThrow()).findFirst().orElseThrow();
        return new OneTraining(student, collaborators, this::endAtLast);
    }

    private void start(Digest dataset) {
        TransferSet set = new TransferSet(
                RestlessLog.ANY,
                dataset,
                RestlessLog.ANY,
                Augmentation.NONE,
                1,
                0,
                1,
                1,
                80,
                8,
                2,
                RestlessLog.CLASSES);
        runs.on(new StartRun("run", EXPERIMENT, "test", Instant.EPOCH));
        runs.on(new TransferSetOpened("run", set, Instant.EPOCH));
    }

    /** The checkpoint is in the store, and nobody can be told. */
    private void refuse(Event announcement) {
        checkpointFailed.set(true);
        throw away;
    }

    /** Otherwise a training that does not look at its checkpoint would wait for ever, and the test with it. */
    private void endAtLast() throws InterruptedException {
        if (checkpointFailed.get() && ++askedSince == MOST_ASKED) {
            throw new InterruptedException("it still waits for its batch");
        }
    }

    /** After one batch there is none, for as long as anybody waits. */
    private static final class StalledLog implements SoftTargets {
        private boolean stalled;

        @Override
        public Prefetch<PositionedBatch> read(TransferSet set, Dataset dataset, LogPosition position) {
            Prefetch<PositionedBatch> noise = RestlessLog.read(dataset.train().shape(), position);
            return new Prefetch<>(1, () -> next(noise), noise::close);
        }

        private Optional<PositionedBatch> next(Prefetch<PositionedBatch> noise) throws InterruptedException {
            if (stalled) {
                new CountDownLatch(1).await();
            }
            stalled = true;
            return noise.take();
        }

        @Override
        public Prefetch<PositionedBatch> mix(TransferSet set, Dataset dataset, long firstSample, Mixing mixing) {
            throw new AssertionError("no cycle is trained");
        }
    }
}
