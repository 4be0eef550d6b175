package dev.retort.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.Role;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training whose process ends in the middle of a checkpoint, and one that goes on from what it left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledWhileWritingTest {
    private static final int CHECKPOINTS = 3;
    private static final SmallTraining TRAINING = new SmallTraining(Role.TEACHER, 2 * CHECKPOINTS, 2);
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
        assertThat(undisturbed).hasSize(CHECKPOINTS);
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
        assertThat(store.list("")).as("states and manifests").hasSize(2 * CHECKPOINTS);
    }

    private static void train(MemoryStore store, List<Event> log, int actions)
            throws IOException, InterruptedException {
        TRAINING.train(checkpoints(new MortalProcess(store, log, actions)), published(log), done -> {});
    }

    /** With a cache of its own: what is read comes from the store. */
    private static Checkpoints checkpoints(MortalProcess process) throws IOException {
        return new Checkpoints(new ArtefactStore(process, Files.createTempDirectory(temporary, "cache")), process);
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
