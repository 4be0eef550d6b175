package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.contracts.manifest.ModelManifest.GoldenRecord;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.score.Calibration;
import dev.retort.distill.score.GoldenAnswers;
import dev.retort.distill.weights.Safetensors;
import dev.retort.eval.storage.LoadedCheckpoint;
import dev.retort.kit.store.ArtefactStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts an exported checkpoint into the store as a model version. */
@ApplicationScoped
public class ModelPublication {
    private static final List<String> FILES = List.of(
            ModelManifest.ONNX, ModelManifest.WEIGHTS, ModelManifest.GOLDEN_IMAGES, ModelManifest.GOLDEN_LOGITS);

    private final ArtefactStore artefacts;
    private final String codeVersion;

    ModelPublication(
            ArtefactStore artefacts, @ConfigProperty(name = "quarkus.application.version") String codeVersion) {
        this.artefacts = artefacts;
        this.codeVersion = codeVersion;
    }

    /**
     * @param temperature that fits its probabilities
     * @param golden what the artefact answers
     */
    Digest publish(
            CheckpointPublished event,
            LoadedCheckpoint checkpoint,
            byte[] onnx,
            double temperature,
            GoldenAnswers golden)
            throws IOException {
        Path directory = Files.createTempDirectory("retort-model-");
        try {
            Map<String, String> metadata =
                    Map.of("format", "pt", "network", checkpoint.network().name());
            Map<String, Path> files = Map.of(
                    ModelManifest.ONNX,
                    Files.write(directory.resolve(ModelManifest.ONNX), onnx),
                    ModelManifest.WEIGHTS,
                    Files.write(
                            directory.resolve(ModelManifest.WEIGHTS),
                            Safetensors.encode(checkpoint.weights(), metadata)),
                    ModelManifest.GOLDEN_IMAGES,
                    Files.write(directory.resolve(ModelManifest.GOLDEN_IMAGES), golden.pixels()),
                    ModelManifest.GOLDEN_LOGITS,
                    Files.write(directory.resolve(ModelManifest.GOLDEN_LOGITS), golden.logits()));
            GoldenRecord record = new GoldenRecord(golden.images(), GoldenAnswers.USUAL_TOLERANCE);
            return artefacts.publish(ObjectKeys::model, manifest(event, checkpoint, temperature, record, files), files);
        } finally {
            for (String file : FILES) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.deleteIfExists(directory);
        }
    }

    private ModelManifest manifest(
            CheckpointPublished event,
            LoadedCheckpoint loaded,
            double temperature,
            GoldenRecord golden,
            Map<String, Path> files) {
        CheckpointManifest checkpoint = loaded.manifest();
        ImageShape shape = loaded.network().input();
        return new ModelManifest(
                checkpoint.network(),
                loaded.dataset().classes(),
                shape.channels(),
                shape.height(),
                shape.width(),
                loaded.dataset().normalization().mean(),
                loaded.dataset().normalization().standardDeviation(),
                checkpoint.run(),
                checkpoint.arm(),
                checkpoint.step(),
                event.checkpoint(),
                checkpoint.dataset(),
                checkpoint.transferSet(),
                checkpoint.teacherVersion(),
                codeVersion,
                Calibration.isFitted(temperature) ? temperature : null,
                golden,
                ArtefactStore.entries(files));
    }
}
