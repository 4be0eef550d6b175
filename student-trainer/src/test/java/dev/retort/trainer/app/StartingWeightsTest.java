package dev.retort.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.MemoryImages;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.Safetensors;
import dev.retort.distill.weights.Weights;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingWeightsTest {
    private static final Network STUDENT = network("resnet8");
    private static final ImageSet IMAGES = MemoryImages.of(
            ImageShape.CIFAR, new int[] {0}, (index, target) -> new Random(index).nextBytes(target), LoadProgress.NONE);
    private static final Dataset DATASET = new Dataset(
            "one image",
            List.of("a"),
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2)),
            IMAGES,
            IMAGES);
    private static final Digest UNKNOWN = digest("unknown");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Runs runs = new Runs();

    @TempDir
    Path directory;

    private ArtefactStore artefacts;
    private StartingWeights starting;

    @BeforeEach
    void open() {
        artefacts = new ArtefactStore(new MemoryStore(), directory.resolve("cache"));
        starting = new StartingWeights(artefacts, runs);
    }

    @Test
    void drawsAlikeForEveryArmUnlessToldOtherwise() {
        Weights weights = starting.of(run("random"), "distilled", UNKNOWN, STUDENT, DATASET);

        assertThat(weights).isEqualTo(starting.of(run("random"), "distilled", UNKNOWN, STUDENT, DATASET));
        assertThat(weights)
                .as("another arm, the same number")
                .isEqualTo(starting.of(run("random"), "alone", UNKNOWN, STUDENT, DATASET));
        assertThat(weights)
                .as("another number")
                .isNotEqualTo(starting.of(run("random"), "distilled.2", UNKNOWN, STUDENT, DATASET));
        assertThat(weights.tensors()).hasSize(weights.of(STUDENT).tensors().size());
    }

    @Test
    void takesTheTeachersLayers() throws Exception {
        Weights teacher = Initialization.kaiming(network("resnet20"), 2);

        Weights weights = starting.of(run("teacher-layers"), "distilled", model("resnet20", teacher), STUDENT, DATASET);

        assertThat(weights).isEqualTo(teacher.of(STUDENT));
    }

    @Test
    void failsWhereNoLayerOfTheTeacherFits() throws Exception {
        Digest teacher = model("cnn5", Initialization.kaiming(network("cnn5"), 2));

        assertThat(failure("teacher-layers", teacher))
                .contains("start-mismatch", teacher.abbreviated(), "no layer", "resnet8");
    }

    @Test
    void goesOnFromAModelVersion() throws Exception {
        Weights weights = Initialization.kaiming(STUDENT, 3);

        assertThat(starting.of(
                        run("{version: " + model("resnet8", weights) + "}"), "distilled", UNKNOWN, STUDENT, DATASET))
                .isEqualTo(weights);
    }

    @Test
    void goesOnFromACheckpointOfAnyRun() throws Exception {
        Weights weights = Initialization.kaiming(STUDENT, 4);

        assertThat(starting.of(
                        run("{checkpoint: " + checkpoint(weights) + "}"), "distilled", UNKNOWN, STUDENT, DATASET))
                .isEqualTo(weights);
    }

    @Test
    void saysWhatIsMissingOrDoesNotFit() throws Exception {
        Digest larger = model("resnet20", Initialization.kaiming(network("resnet20"), 2));
        Digest other = model("cnn5", Initialization.kaiming(network("cnn5"), 2));

        assertThat(failure("{version: " + UNKNOWN + "}", UNKNOWN)).contains("start-missing", UNKNOWN.hex());
        assertThat(failure("{checkpoint: " + larger + "}", UNKNOWN)).contains("start-missing", "on the log");
        assertThat(failure("{version: " + other + "}", UNKNOWN))
                .contains(
                        "start-mismatch",
                        "not of network resnet8: it lacks layer1.0.conv1.weight and 41 more",
                        "conv2.weight");
        assertThat(failure("{version: " + larger + "}", UNKNOWN))
                .contains("start-mismatch", "not of network resnet8", "layer1.1.conv1.weight and");
    }

    @Test
    void saysThatATeacherWhichCameAsAFileHasNoWeights() throws Exception {
        Digest outside = model("tutor.onnx", ModelManifest.ONNX, "a graph".getBytes(StandardCharsets.UTF_8));

        assertThat(failure("{version: " + outside + "}", UNKNOWN))
                .contains("start-mismatch", outside.hex(), "model.onnx", "no weights");
    }

    /** No key of the experiment names it. */
    @Test
    void callsTheCheckpointThatACycleGoesOnFromTheChampions() {
        assertThat(catchThrowableOfType(RunFailure.class, () -> starting.of(UNKNOWN, STUDENT)))
                .hasMessage("the champion's checkpoint: no %s is on the log", UNKNOWN);
    }

    private String failure(String start, Digest teacher) {
        RunFailure failure = catchThrowableOfType(
                RunFailure.class, () -> starting.of(run(start), "distilled", teacher, STUDENT, DATASET));
        return failure.code() + ": " + failure.getMessage();
    }

    private RunView run(String start) {
        String yaml = """
                name: small
                dataset: {source: drawn}
                teacher: {network: resnet8, epochs: 1}
                student: {network: resnet8, epochs: 1, start: %s}
                """.formatted(start);
        String id = "run-" + runs.all().size();
        runs.on(new StartRun(id, yaml, "test", NOON));
        return runs.find(id).orElseThrow();
    }

    private Digest model(String network, Weights weights) throws IOException {
        return model(network, ModelManifest.WEIGHTS, Safetensors.encode(weights, Map.of()));
    }

    private Digest model(String network, String name, byte[] bytes) throws IOException {
        Map<String, Path> files = Map.of(name, write(bytes));
        ModelManifest manifest = new ModelManifest(
                network,
                List.of("a", "b"),
                3,
                32,
                32,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                "r",
                "a",
                1,
                null,
                digest("images"),
                null,
                null,
                "test",
                ArtefactStore.entries(files));
        return artefacts.publish(ObjectKeys::model, manifest, files);
    }

    private Digest checkpoint(Weights weights) throws IOException {
        Path file = write(TrainingState.fresh(STUDENT, weights).toSafetensors(STUDENT));
        Map<String, Path> files = Map.of(CheckpointManifest.STATE, file);
        CheckpointManifest manifest = new CheckpointManifest(
                "other",
                "distilled",
                "resnet8",
                10,
                5,
                10,
                digest("images"),
                null,
                null,
                0,
                Map.of(),
                "",
                1,
                "fp32",
                1,
                null,
                null,
                "test",
                ArtefactStore.entries(files));
        Digest digest = artefacts.publish(
                checkpoint -> ObjectKeys.checkpoint("other", "distilled", 5, checkpoint), manifest, files);
        runs.on(new CheckpointPublished(
                run("random").run(),
                Role.STUDENT,
                "distilled",
                5,
                10,
                false,
                digest,
                ObjectKeys.checkpoint("other", "distilled", 5, digest),
                NOON));
        return digest;
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "weights", ".safetensors"), bytes);
    }

    private static Network network(String name) {
        return Networks.create(name, ImageShape.CIFAR, 10);
    }

    private static Digest digest(String name) {
        return Digest.of(name.getBytes(StandardCharsets.UTF_8));
    }
}
