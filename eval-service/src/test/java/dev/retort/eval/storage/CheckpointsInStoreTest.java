package dev.retort.eval.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Normalization;
import dev.retort.eval.Evaluations;
import dev.retort.eval.PublishedCheckpoints;
import dev.retort.eval.RandomImages;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsInStoreTest {
    private static final Dataset IMAGES = new Dataset(
            "random",
            List.of("a", "b", "c"),
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
            new RandomImages(20, 1),
            new RandomImages(10, 1000));

    private final MemoryStore store = new MemoryStore();

    @TempDir
    Path directory;

    private ArtefactStore artefacts;
    private CheckpointPublished published;

    @BeforeEach
    void publish() throws IOException {
        artefacts = new ArtefactStore(store, directory.resolve("cache"));
        published = PublishedCheckpoints.of(artefacts, directory, "run", "experiment", IMAGES)
                .publish("arm", 1, 7);
        assertThat(isThere()).isTrue();
    }

    private boolean isThere() {
        return new CheckpointsInStore(artefacts).has(evaluationOf(published));
    }

    @Test
    void findsNoneThatAnotherStoreHas() {
        artefacts = new ArtefactStore(new MemoryStore(), directory.resolve("cache"));

        assertThat(isThere()).isFalse();
    }

    @Test
    void findsNoneThatIsDamaged() {
        store.put(published.objectPrefix() + ObjectKeys.MANIFEST, "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(isThere()).isFalse();
    }

    private static EvaluationCompleted evaluationOf(CheckpointPublished published) {
        EvaluationCompleted any = Evaluations.evaluation("run", "any", 0.5, 1);
        return new EvaluationCompleted(
                published.run(),
                published.role(),
                published.arm(),
                published.step(),
                published.last(),
                published.checkpoint(),
                any.modelVersion(),
                any.network(),
                true,
                any.heldOut(),
                any.test(),
                1,
                1,
                1,
                any.at());
    }
}
