package dev.retort.gateway.stand;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.weights.Initialization;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.BucketName;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.kit.store.Patience;
import dev.retort.local.LocalStore;
import io.minio.MinioClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Puts networks of random weights for 32 × 32 pixels into the store. */
final class StandVersions {
    static final ImageShape SHAPE = new ImageShape(3, 32, 32);

    private static final int CLASSES = 10;
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.49, 0.48, 0.45), List.of(0.25, 0.24, 0.26));

    private final ArtefactStore artefacts;
    private final Network network;
    private final String name;

    /** @param name of a network */
    StandVersions(LocalStore local, Path cache, String name) throws IOException {
        MinioClient client = MinioClient.builder()
                .endpoint(local.endpoint())
                .credentials(LocalStore.ACCESS_KEY, LocalStore.SECRET_KEY)
                .build();
        MinioObjectStore store =
                new MinioObjectStore(client, local.endpoint(), new BucketName(LocalStore.BUCKET), Patience.TWO_MINUTES);
        store.ensureBucket();
        this.artefacts = new ArtefactStore(store, cache);
        this.network = Networks.create(name, SHAPE, CLASSES);
        this.name = name;
    }

    /** @param file where it lies afterwards, for who wants it without the store */
    Digest publish(long seed, Path file) throws IOException {
        Files.write(file, OnnxExport.export(network, Initialization.kaiming(network, seed), NORMALIZATION));
        Map<String, Path> files = Map.of(ModelManifest.ONNX, file);
        return artefacts.publish(ObjectKeys::model, manifest(files), files);
    }

    private ModelManifest manifest(Map<String, Path> files) {
        return new ModelManifest(
                name,
                IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList(),
                SHAPE.channels(),
                SHAPE.height(),
                SHAPE.width(),
                NORMALIZATION.mean(),
                NORMALIZATION.standardDeviation(),
                "stand",
                "random",
                0,
                null,
                Digest.of(new byte[0]),
                null,
                null,
                "stand",
                ArtefactStore.entries(files));
    }
}
