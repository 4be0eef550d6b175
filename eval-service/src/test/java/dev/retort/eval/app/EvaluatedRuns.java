package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Normalization;
import dev.retort.eval.PublishedCheckpoints;
import dev.retort.eval.RandomImages;
import dev.retort.eval.RelabelledImages;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tests of whole evaluations share: a small dataset, and a run whose checkpoints are scored in two forms and decided on.
 * The level is so loose that chance promotes; no int8 form is within its bound.
 */
abstract class EvaluatedRuns {
    static final String EXPERIMENT = """
            name: history
            seed: 5
            dataset: {source: drawn, trainImages: 90, testImages: 30, heldOutImages: 60}
            teacher: {network: resnet20, epochs: 1}
            student:
              network: resnet8
              epochs: 1
              export: {precisions: [fp32, int8], calibrationImages: 8}
            promotion: {level: 0.4, maximumInt8LogitDifference: 0.000001}
            """;
    static final String RUN = run();
    static final int FORMS = 2;

    @TempDir
    Path directory;

    final MemoryStore store = new MemoryStore();
    final List<Event> log = new ArrayList<>();

    private static String run() {
        try {
            return ExperimentReader.runId(ExperimentReader.read(EXPERIMENT));
        } catch (InvalidExperimentException e) {
            throw new AssertionError(e);
        }
    }

    ArtefactStore artefacts(String cache) {
        return new ArtefactStore(store, directory.resolve(cache));
    }

    PublishedCheckpoints dataset(int labelShift) throws Exception {
        Dataset images = new Dataset(
                "noise",
                List.of("a", "b", "c"),
                new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
                new RandomImages(90, 1),
                RelabelledImages.shifted(new RandomImages(30, 1000), labelShift));
        Path folder = Files.createDirectory(directory.resolve("dataset" + labelShift));
        return PublishedCheckpoints.of(artefacts("publisher"), folder, RUN, EXPERIMENT, images);
    }

    void run(World world, PublishedCheckpoints checkpoints) {
        read(world, new StartRun(RUN, EXPERIMENT, "test", Instant.now()));
        read(world, new TeacherTrained(RUN, checkpoints.dataset(), digest("teacher"), "resnet20", Instant.now()));
    }

    void read(World world, Event event) {
        log.add(event);
        world.read(event);
    }

    static void awaitDecisions(World world, int count) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(world.decisions()).hasSize(count));
    }
}
