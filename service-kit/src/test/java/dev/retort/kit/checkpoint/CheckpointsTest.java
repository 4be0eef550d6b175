package dev.retort.kit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.Machine;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Initialization;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.FailingStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    private static final Network NETWORK = Networks.create("resnet8", ImageShape.CIFAR, 10);
    private static final TrainingState STATE = TrainingState.fresh(NETWORK, Initialization.kaiming(NETWORK, 1));
    private static final Machine MACHINE = new Machine("amd64 A", List.of("avx2"), "2.7.1", "default");
    private static final Conditions CONDITIONS = new Conditions("bf16", 2, MACHINE);

    private final List<Event> said = new ArrayList<>();

    @TempDir
    Path temporary;

    private Checkpoints checkpoints;

    @BeforeEach
    void open() {
        checkpoints = new Checkpoints(
                new ArtefactStore(new FailingStore(Long.MAX_VALUE), temporary.resolve("cache")), said::add);
    }

    @Test
    void goesOnInSilenceUnderTheSameConditions() {
        CheckpointPublished published = publish("teacher", 5, CONDITIONS);
        said.clear();

        Checkpoints.Resumed resumed = checkpoints.resume(published, NETWORK, CONDITIONS);

        assertThat(resumed.manifest().machine()).isEqualTo(MACHINE);
        assertThat(Digest.of(resumed.state().get().toSafetensors(NETWORK)))
                .isEqualTo(Digest.of(STATE.toSafetensors(NETWORK)));
        assertThat(said).isEmpty();
    }

    @Test
    void saysOnTheLogWhatIsNotAsItWas() {
        CheckpointPublished published = publish("teacher", 5, CONDITIONS);
        Machine other = new Machine("amd64 B", List.of("avx2", "avx512f"), "2.8.0", "libtcmalloc_minimal.so.4");
        said.clear();

        checkpoints.resume(published, NETWORK, new Conditions("fp32", 1, other));

        assertThat(said).singleElement().isInstanceOfSatisfying(ConditionsChanged.class, changed -> {
            assertThat(changed.arm()).isEqualTo("teacher");
            assertThat(changed.step()).isEqualTo(5);
            assertThat(changed.checkpoint()).isEqualTo(published.checkpoint());
            assertThat(changed.changes())
                    .containsExactly(
                            "precision fp32, before bf16",
                            "threads 1, before 2",
                            "processor amd64 B, before amd64 A",
                            "instructions [avx2, avx512f], before [avx2]",
                            "libtorch 2.8.0, before 2.7.1",
                            "allocator libtcmalloc_minimal.so.4, before default");
            assertThat(changed.sentence()).contains("teacher").contains("threads 1, before 2");
        });
    }

    @Test
    void doesNotGuessTheMachineOfAnOldCheckpoint() {
        CheckpointPublished published = publish("distilled", 5, new Conditions("bf16", 2, null));
        said.clear();

        checkpoints.resume(published, NETWORK, CONDITIONS);

        assertThat(said).isEmpty();
    }

    @Test
    void saysNothingWhereNoStepIsLeft() {
        CheckpointPublished published = publish("distilled", 9, CONDITIONS);
        said.clear();

        checkpoints.resume(published, NETWORK, new Conditions("bf16", 1, MACHINE));

        assertThat(said).isEmpty();
    }

    private CheckpointPublished publish(String arm, long step, Conditions made) {
        return checkpoints.publish(
                Role.STUDENT,
                STATE.snapshot(NETWORK),
                files -> new CheckpointManifest(
                        "run",
                        arm,
                        NETWORK.name(),
                        NETWORK.classes(),
                        step,
                        9,
                        Digest.of(new byte[0]),
                        null,
                        null,
                        0,
                        Map.of(),
                        "",
                        1,
                        made.precision(),
                        made.threads(),
                        made.machine(),
                        null,
                        "test",
                        files));
    }
}
