package dev.retort.eval.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Blessing;
import dev.retort.distill.data.ImageSet;
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
import dev.retort.kit.store.ObjectMissingException;
import dev.retort.kit.store.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlessingsTest {
    private static final ImageSet IMAGES = new RandomImages(40, 1);
    private static final int[] INDICES = {3, 1, 4, 15, 9, 2};

    @TempDir
    Path cache;

    private static byte[] artefact(long seed) {
        Network network = Networks.create("resnet8", IMAGES.shape(), 3);
        Normalization normalization = new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
        return OnnxExport.export(network, Initialization.kaiming(network, seed), normalization);
    }

    private Blessings blessings() {
        return new Blessings(new ArtefactStore(new EmptyStore(), cache), new TestConfig());
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

    @Test
    void takesTheNearestRankForAQuantile() {
        double[] sorted = {1, 2, 3, 4};

        assertThat(Blessings.quantile(sorted, 0.5)).isEqualTo(2);
        assertThat(Blessings.quantile(sorted, 0.99)).isEqualTo(4);
        assertThat(Blessings.quantile(new double[] {7}, 0.5)).isEqualTo(7);
    }

    private static final class EmptyStore implements ObjectStore {
        @Override
        public boolean exists(String key) {
            return false;
        }

        @Override
        public byte[] get(String key) {
            throw new ObjectMissingException("there is no " + key);
        }

        @Override
        public void download(String key, Path target) {
            throw new ObjectMissingException("there is no " + key);
        }

        @Override
        public void put(String key, byte[] bytes) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public void put(String key, Path file) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public List<String> list(String prefix) {
            return List.of();
        }

        @Override
        public void delete(String key) {
            throw new AssertionError("nothing is deleted");
        }
    }
}
