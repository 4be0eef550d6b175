package dev.retort.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingBatch;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Initialization;
import dev.retort.kit.checkpoint.CheckpointWriter;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.kit.store.ArtefactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training whose process ends in the middle of a checkpoint, and one that goes on from what it left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledWhileWritingTest {
    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    private static final Network NETWORK = Networks.create("resnet8", SHAPE, 10);
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
    private static final TrainingSettings SETTINGS = new TrainingSettings(
            Precision.FP32, 1, new OptimizerSpec.Sgd(0.1, 0.9, true, 5e-4), 0, TrainingSettings.HARD_LABELS);
    private static final int STEPS = 6;
    private static final int EVERY = 2;
    private static final int BATCH = 8;
    /** State, manifest, announcement. */
    private static final int ACTIONS_OF_ONE = 3;

    private static final int FOR_EVER = Integer.MAX_VALUE;

    @TempDir
    static Path temporary;

    private Set<Digest> undisturbed = Set.of();

    @BeforeAll
    void trainUndisturbed() throws Exception {
        List<Event> log = new ArrayList<>();
        train(new MemoryStore(), log, FOR_EVER);
        undisturbed = announced(log);
        assertThat(undisturbed).hasSize(STEPS / EVERY);
    }

    /** In the second checkpoint: before its state, its manifest, its announcement; and before the state of the third. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void showsNoHalfCheckpointAndGoesOnToTheSameBits(int done) throws Exception {
        MemoryStore store = new MemoryStore();
        List<Event> log = new ArrayList<>();

        assertThatThrownBy(() -> train(store, log, ACTIONS_OF_ONE + done)).isInstanceOf(MortalProcess.Killed.class);

        assertThat(announced(log)).hasSize(done < ACTIONS_OF_ONE ? 1 : 2);
        Checkpoints reader = checkpoints(new MortalProcess(store, log, 0));
        published(log).forEach(reader::fetch);

        train(store, log, FOR_EVER);

        assertThat(announced(log)).as("each checkpoint, to the bit").isEqualTo(undisturbed);
        assertThat(store.list("")).as("states and manifests").hasSize(2 * undisturbed.size());
    }

    /** As a service does that is started: from the last announced checkpoint, or from the first step. */
    private static void train(MemoryStore store, List<Event> log, int actions)
            throws IOException, InterruptedException {
        Checkpoints checkpoints = checkpoints(new MortalProcess(store, log, actions));
        Optional<CheckpointPublished> latest = published(log).stream().reduce((first, second) -> second);
        TrainingState start = latest.map(published -> checkpoints
                        .resume(published, NETWORK, Conditions.of(SETTINGS))
                        .state())
                .orElseGet(() -> TrainingState.fresh(NETWORK, Initialization.kaiming(NETWORK, 1)));
        long firstStep = latest.map(CheckpointPublished::step).orElse(0L);
        Digest parent = latest.map(CheckpointPublished::checkpoint).orElse(null);
        try (TrainableNetwork net = TrainableNetwork.open(NETWORK, NORMALIZATION, SETTINGS, start);
                CheckpointWriter writer = new CheckpointWriter(parent)) {
            for (long step = firstStep; step < STEPS; step++) {
                net.step(batch(step), 0.1);
                long done = step + 1;
                if (done % EVERY == 0) {
                    writer.begin(net::state, (state, before) -> publish(checkpoints, state, done, before));
                }
            }
            writer.await();
        }
    }

    private static Digest publish(Checkpoints checkpoints, TrainingState state, long step, @Nullable Digest parent) {
        Conditions conditions = Conditions.of(SETTINGS);
        return checkpoints
                .publish(
                        Role.STUDENT,
                        NETWORK,
                        state,
                        files -> new CheckpointManifest(
                                "run",
                                "distilled",
                                NETWORK.name(),
                                NETWORK.classes(),
                                step,
                                STEPS,
                                Digest.of(new byte[0]),
                                null,
                                null,
                                step * BATCH,
                                Map.of(0, step),
                                "",
                                1,
                                conditions.precision(),
                                conditions.threads(),
                                conditions.machine(),
                                parent,
                                "test",
                                files))
                .checkpoint();
    }

    /** With a cache of its own: what is read comes from the store. */
    private static Checkpoints checkpoints(MortalProcess process) throws IOException {
        return new Checkpoints(new ArtefactStore(process, Files.createTempDirectory(temporary, "cache")), process);
    }

    private static TrainingBatch batch(long step) {
        Random random = new Random(step);
        byte[] pixels = new byte[BATCH * SHAPE.size()];
        random.nextBytes(pixels);
        int[] labels = random.ints(BATCH, 0, 10).toArray();
        return new TrainingBatch(pixels, labels, null);
    }

    private static List<CheckpointPublished> published(List<Event> log) {
        return log.stream()
                .filter(CheckpointPublished.class::isInstance)
                .map(CheckpointPublished.class::cast)
                .toList();
    }

    private static Set<Digest> announced(List<Event> log) {
        return published(log).stream()
                .map(CheckpointPublished::checkpoint)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
