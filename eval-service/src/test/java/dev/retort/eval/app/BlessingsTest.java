package dev.retort.eval.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.memory.NativeHeap;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.score.Predictions;
import dev.retort.distill.score.Scorer;
import dev.retort.distill.weights.Initialization;
import dev.retort.eval.RandomImages;
import dev.retort.eval.TestConfig;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlessingsTest {
    private static final ImageSet IMAGES = new RandomImages(40, 1);
    private static final int[] INDICES = {3, 1, 4, 15, 9, 2};

    @TempDir
    Path cache;

    private static byte[] artefact(long seed) {
        return artefact("resnet8", seed);
    }

    private static byte[] artefact(String name, long seed) {
        Network network = Networks.create(name, IMAGES.shape(), 3);
        Normalization normalization = new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
        return OnnxExport.export(network, Initialization.kaiming(network, seed), normalization);
    }

    private Blessings blessings() {
        return new Blessings(new ArtefactStore(new MemoryStore(), cache), new TestConfig());
    }

    private Digest publish(ArtefactStore artefacts, byte[] onnx) throws IOException {
        Map<String, Path> files = Map.of(ModelManifest.ONNX, Files.write(cache.resolve("published.onnx"), onnx));
        ModelManifest manifest = new ModelManifest(
                "resnet18",
                List.of("a", "b", "c"),
                IMAGES.shape().channels(),
                IMAGES.shape().height(),
                IMAGES.shape().width(),
                List.of(0.5, 0.5, 0.5),
                List.of(0.25, 0.25, 0.25),
                "run",
                "distilled",
                1,
                null,
                Digest.of(new byte[0]),
                null,
                null,
                "test",
                ArtefactStore.entries(files));
        return artefacts.publish(ObjectKeys::model, manifest, files);
    }

    private static Predictions answers(byte[] onnx) throws Exception {
        try (OnnxModel model = OnnxModel.open(onnx, 1)) {
            return Scorer.predict(model::logits, IMAGES, INDICES);
        }
    }

    @Test
    void blessesAnArtefactThatAnswersAsItDidAndTellsItsTimes() throws Exception {
        byte[] onnx = artefact(1);
        try (OnnxModel session = OnnxModel.open(onnx, 1)) {
            Blessing blessing = blessings().bless(session, IMAGES, INDICES, answers(onnx));

            assertThat(blessing.given()).isTrue();
            assertThat(blessing.p50Milliseconds()).isPositive();
            assertThat(blessing.p99Milliseconds()).isGreaterThanOrEqualTo(blessing.p50Milliseconds());
            assertThat(blessing.imagesPerSecond()).isPositive();
        }
    }

    @Test
    void doesNotBlessAnArtefactThatAnswersOtherwise() throws Exception {
        try (OnnxModel session = OnnxModel.open(artefact(2), 1)) {
            Blessing blessing = blessings().bless(session, IMAGES, INDICES, answers(artefact(1)));

            assertThat(blessing.given()).isFalse();
            assertThat(blessing.faults()).first().asString().contains("golden image 0");
        }
    }

    @Test
    void doesNotBlessWhatIsNotInTheStore() throws Exception {
        byte[] onnx = artefact(1);
        Blessing blessing = blessings().bless(Digest.of(onnx), IMAGES, INDICES, answers(onnx));

        assertThat(blessing.faults()).singleElement().asString().contains("cannot be loaded");
    }

    /** Weights alone are 4 bytes a parameter; activations of 64 images come on top. */
    @Test
    void tellsWhatASessionHoldsOfTheMemoryOfThisProcess() throws Exception {
        assumeThat(NativeHeap.bytesInUse()).isPresent();
        MemoryStore store = new MemoryStore();
        ArtefactStore artefacts = new ArtefactStore(store, cache);
        byte[] onnx = artefact("resnet18", 1);
        Digest version = publish(artefacts, onnx);

        Blessing blessing = new Blessings(artefacts, new TestConfig()).bless(version, IMAGES, INDICES, answers(onnx));

        assertThat(blessing.faults()).isEmpty();
        assertThat(Objects.requireNonNull(blessing.memoryBytes())).isBetween((long) onnx.length, 200_000_000L);
    }

    /** A round that a trainer or a collection slowed down is not what a version takes. */
    @Test
    void takesTheMedianOfTheRounds() {
        assertThat(Blessings.median(new double[] {9, 1, 2, 100, 3})).isEqualTo(3);
    }

    @Test
    void takesTheNearestRankForAQuantile() {
        double[] sorted = {1, 2, 3, 4};

        assertThat(Blessings.quantile(sorted, 0.5)).isEqualTo(2);
        assertThat(Blessings.quantile(sorted, 0.99)).isEqualTo(4);
        assertThat(Blessings.quantile(new double[] {7}, 0.5)).isEqualTo(7);
    }
}
