package dev.retort.gateway;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.contracts.manifest.ModelManifest.GoldenRecord;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.MemoryImages;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.Int8Export;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.score.GoldenAnswers;
import dev.retort.distill.weights.Initialization;
import dev.retort.kit.store.ArtefactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Versions as the eval-service publishes them, with random weights, for images of 16 × 16. */
public final class ModelArtefacts {
    public static final ImageShape SHAPE = new ImageShape(3, 16, 16);
    public static final List<String> CLASSES = List.of("disc", "ring", "star");

    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

    private ModelArtefacts() {}

    /** Softens the probabilities of each version that is published with golden answers. */
    public static final double TEMPERATURE = 2;

    private static final int GOLDEN_IMAGES = 4;

    public static Digest publish(ArtefactStore artefacts, long seed) throws IOException {
        return publishWithAnswersOf(artefacts, seed, seed);
    }

    /** @param answering of the weights whose golden answers the version carries */
    public static Digest publishWithAnswersOf(ArtefactStore artefacts, long seed, long answering) throws IOException {
        return publish(artefacts, onnx(seed), Optional.of(golden(onnx(answering))));
    }

    /** In 8 bits, calibrated on noise. */
    public static byte[] int8(long seed) throws IOException {
        Network network = Networks.create("resnet8", SHAPE, CLASSES.size());
        int[] images = {0, 1, 2, 3, 4, 5, 6, 7};
        ImageSet noise = MemoryImages.of(
                SHAPE,
                new int[images.length],
                (index, pixels) -> new Random(index).nextBytes(pixels),
                LoadProgress.NONE);
        return Int8Export.export(network, Initialization.kaiming(network, seed), NORMALIZATION, noise, images, 1);
    }

    /** As versions were before they carried golden answers. */
    public static Digest publish(ArtefactStore artefacts, byte[] onnx) throws IOException {
        return publish(artefacts, onnx, Optional.empty());
    }

    private static Digest publish(ArtefactStore artefacts, byte[] onnx, Optional<GoldenAnswers> golden)
            throws IOException {
        Path directory = Files.createTempDirectory("model");
        try {
            Map<String, Path> files = new HashMap<>();
            put(files, directory, ModelManifest.ONNX, onnx);
            if (golden.isPresent()) {
                put(files, directory, ModelManifest.GOLDEN_IMAGES, golden.get().pixels());
                put(files, directory, ModelManifest.GOLDEN_LOGITS, golden.get().logits());
            }
            return artefacts.publish(ObjectKeys::model, manifest(golden, files), files);
        } finally {
            for (String file : List.of(ModelManifest.ONNX, ModelManifest.GOLDEN_IMAGES, ModelManifest.GOLDEN_LOGITS)) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.delete(directory);
        }
    }

    private static void put(Map<String, Path> files, Path directory, String name, byte[] bytes) throws IOException {
        files.put(name, Files.write(directory.resolve(name), bytes));
    }

    private static byte[] onnx(long seed) {
        Network network = Networks.create("resnet8", SHAPE, CLASSES.size());
        return OnnxExport.export(network, Initialization.kaiming(network, seed), NORMALIZATION);
    }

    private static GoldenAnswers golden(byte[] onnx) throws IOException {
        try (OnnxModel model = OnnxModel.open(onnx, 1)) {
            return GoldenAnswers.of(model::logits, new NoiseImages(GOLDEN_IMAGES), new int[] {0, 1, 2, 3});
        }
    }

    private static ModelManifest manifest(Optional<GoldenAnswers> golden, Map<String, Path> files) {
        return new ModelManifest(
                "resnet8",
                CLASSES,
                SHAPE.channels(),
                SHAPE.height(),
                SHAPE.width(),
                NORMALIZATION.mean(),
                NORMALIZATION.standardDeviation(),
                "run",
                "arm",
                1,
                null,
                Digest.of(new byte[0]),
                null,
                null,
                "test",
                golden.isPresent() ? TEMPERATURE : null,
                golden.map(answers -> new GoldenRecord(answers.images(), GoldenAnswers.USUAL_TOLERANCE))
                        .orElse(null),
                ArtefactStore.entries(files));
    }
}
