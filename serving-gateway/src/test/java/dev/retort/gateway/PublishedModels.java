package dev.retort.gateway;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.weights.Initialization;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.domain.Lease;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.store.ArtefactStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does what the eval-service does: puts versions into the store and promotes them; weights are random. */
@ApplicationScoped
class PublishedModels {
    static final ImageShape SHAPE = new ImageShape(3, 16, 16);
    static final List<String> CLASSES = List.of("disc", "ring", "star");

    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

    private final ArtefactStore artefacts;
    private final EventPublisher events;
    private final ChampionFollower champion;

    PublishedModels(ArtefactStore artefacts, EventPublisher events, ChampionFollower champion) {
        this.artefacts = artefacts;
        this.events = events;
        this.champion = champion;
    }

    Digest publish(long seed) throws IOException {
        Network network = Networks.create("resnet8", SHAPE, CLASSES.size());
        return publish(OnnxExport.export(network, Initialization.kaiming(network, seed), NORMALIZATION));
    }

    Digest publish(byte[] onnx) throws IOException {
        Path file = Files.createTempFile("model", ".onnx");
        try {
            Files.write(file, onnx);
            Map<String, Path> files = Map.of(ModelManifest.ONNX, file);
            return artefacts.publish(ObjectKeys::model, manifest(files), files);
        } finally {
            Files.delete(file);
        }
    }

    void promote(Digest version) {
        Digest previous = answering().orElse(null);
        events.publish(
                new ModelPromoted(PromotionEvent.CHAMPION, version, previous, "run", "arm", "better", Instant.EPOCH));
    }

    Optional<Digest> answering() {
        try (Lease lease = champion.lease().orElse(null)) {
            return Optional.ofNullable(lease).map(open -> open.model().version());
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
