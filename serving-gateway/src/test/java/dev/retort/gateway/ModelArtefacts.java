package dev.retort.gateway;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.MemoryImages;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.Int8Export;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.weights.Initialization;
import dev.retort.kit.store.ArtefactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Versions as the eval-service publishes them, with random weights, for images of 16 × 16. */
public final class ModelArtefacts {
    public static final ImageShape SHAPE = new ImageShape(3, 16, 16);
    public static final List<String> CLASSES = List.of("disc", "ring", "star");

    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

    private ModelArtefacts() {}

    public static Digest publish(ArtefactStore artefacts, long seed) throws IOException {
        Network network = Networks.create("resnet8", SHAPE, CLASSES.size());
        return publish(artefacts, OnnxExport.export(network, Initialization.kaiming(network, seed), NORMALIZATION));
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

    public static Digest publish(ArtefactStore artefacts, byte[] onnx) throws IOException {
        Path file = Files.createTempFile("model", ".onnx");
        try {
            Files.write(file, onnx);
            Map<String, Path> files = Map.of(ModelManifest.ONNX, file);
            return artefacts.publish(ObjectKeys::model, manifest(files), files);
        } finally {
            Files.delete(file);
        }
    }

    private static ModelManifest manifest(Map<String, Path> files) {
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
                ArtefactStore.entries(files));
    }
}
