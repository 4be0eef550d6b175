package dev.retort.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.Weights;
import dev.retort.gateway.Configs;
import dev.retort.gateway.ModelArtefacts;
import dev.retort.gateway.config.BackendKind;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.domain.Outcome;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.TensorNames;
import dev.retort.gateway.engine.Backend;
import dev.retort.gateway.engine.ModelSession;
import dev.retort.kit.store.ArtefactStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredModelsTest {
    private static final int SWAPS = 200;

    /** Native heaps are not given back to the page; a leak of one session a swap is ten times as much. */
    private static final long ALLOWED_GROWTH_BYTES = 24L * 1024 * 1024;

    @TempDir
    Path directory;

    private ArtefactStore artefacts;
    private StoredModels models;

    @BeforeEach
    void open() {
        artefacts = new ArtefactStore(new DirectoryStore(directory.resolve("store")), directory.resolve("cache"));
        GatewayConfig config = Configs.with("workers", "2");
        models = new StoredModels(artefacts, config, new SimpleMeterRegistry(), List.of(new OnnxBackend(config)));
    }

    @Test
    void givesNativeMemoryBackOverManySwaps() throws Exception {
        List<Digest> versions = List.of(ModelArtefacts.publish(artefacts, 1), ModelArtefacts.publish(artefacts, 2));
        // As many before: by then the heap has grown to its size too.
        for (int i = 0; i < SWAPS; i++) {
            askAndClose(versions.get(i % 2));
        }
        long before = residentBytes();

        for (int i = 0; i < SWAPS; i++) {
            askAndClose(versions.get(i % 2));
        }

        assertThat(residentBytes() - before).isLessThan(ALLOWED_GROWTH_BYTES);
    }

    @Test
    void refusesAModelThatAnswersTheSameToEveryImage() throws IOException {
        Digest constant = ModelArtefacts.publish(artefacts, onnx(0f));

        assertThatExceptionOfType(RefusedModelException.class)
                .isThrownBy(() -> models.load(constant))
                .withMessageContaining("the same to every image");
    }

    @Test
    void refusesAModelWhoseAnswersAreNotFinite() throws IOException {
        Digest broken = ModelArtefacts.publish(artefacts, onnx(1e15f));

        assertThatExceptionOfType(RefusedModelException.class)
                .isThrownBy(() -> models.load(broken))
                .withMessageMatching("it answers -?(NaN|Infinity) to an image");
    }

    @Test
    void refusesAModelThatDoesNotAnswerAsItDidWhenItWasScored() throws Exception {
        Digest other = ModelArtefacts.publishWithAnswersOf(artefacts, 1, 2);

        assertThatExceptionOfType(RefusedModelException.class)
                .isThrownBy(() -> models.load(other))
                .withMessageContaining("to golden image 0 it answers");
        models.load(ModelArtefacts.publishWithAnswersOf(artefacts, 1, 1)).close();
    }

    /** What was scored is what is served: the same session gives the same logits, whatever it computes in. */
    @Test
    void servesAnInt8ArtefactAsItIs() throws Exception {
        byte[] onnx = ModelArtefacts.int8(1);
        float[] pixels = new float[ModelArtefacts.SHAPE.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % 7 / 7f;
        }
        OnnxServedModel model = (OnnxServedModel) models.load(ModelArtefacts.publish(artefacts, onnx));

        Outcome outcome = model.ask(Images.of(pixels, 1), Deadline.in(Duration.ofMinutes(1)))
                .join();

        try (OnnxModel scored = OnnxModel.open(onnx, 1)) {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Answered.class,
                            answered -> assertThat(answered.logits().row(0)).containsExactly(scored.logits(pixels, 1)));
        }
        model.close();
    }

    @Test
    void fetchesACachedCopyThatIsDamagedAnewAndNeverServesIt() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 1);
        models.load(version).close();
        Path cached = directory.resolve("cache").resolve(version.hex()).resolve(ModelManifest.ONNX);
        byte[] whole = Files.readAllBytes(cached);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(cached, damaged);

        models.load(version).close();

        assertThat(Files.readAllBytes(cached)).isEqualTo(whole);
    }

    @Test
    void doesNotBlameAVersionForWantOfMemory() throws IOException {
        Digest version = ModelArtefacts.publish(artefacts, 1);
        AtomicInteger closed = new AtomicInteger();
        ModelLoader poor = Loaders.of(artefacts, Configs.with("workers", "2"), new PoorBackend(closed));

        assertThatIllegalStateException().isThrownBy(() -> poor.load(version)).withMessage("no memory");

        assertThat(closed).hasValue(2);
    }

    /** Loads, and has no memory to compute. */
    private record PoorBackend(AtomicInteger closed) implements Backend {
        @Override
        public BackendKind kind() {
            return BackendKind.ONNXRUNTIME;
        }

        @Override
        public List<? extends ModelSession> open(Digest version, Path onnx, int sessions) {
            return Collections.nCopies(sessions, new PoorSession(closed));
        }
    }

    private record PoorSession(AtomicInteger closed) implements ModelSession {
        @Override
        public ImageShape input() {
            return ModelArtefacts.SHAPE;
        }

        @Override
        public int classes() {
            return ModelArtefacts.CLASSES.size();
        }

        @Override
        public TensorNames names() {
            return new TensorNames("input", "logits");
        }

        @Override
        public float[] run(FloatBuffer pixels, int images) {
            throw new IllegalStateException("no memory");
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private void askAndClose(Digest version) throws Exception {
        OnnxServedModel model = (OnnxServedModel) models.load(version);
        Images images = Images.of(new float[ModelArtefacts.SHAPE.size()], 1);
        assertThat(model.ask(images, Deadline.in(Duration.ofMinutes(1))).join()).isInstanceOf(Outcome.Answered.class);
        model.close();
        await().pollInterval(Duration.ofMillis(1)).until(model.workers()::haveEnded);
    }

    private static long residentBytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Every weight the same. */
    private static byte[] onnx(float weight) {
        Network network = Networks.create("resnet8", ModelArtefacts.SHAPE, ModelArtefacts.CLASSES.size());
        Weights weights = Initialization.kaiming(network, 1);
        weights.tensors().values().forEach(tensor -> Arrays.fill(tensor.values(), weight));
        return OnnxExport.export(network, weights, new Normalization(List.of(0.5, 0.5, 0.5), List.of(1.0, 1.0, 1.0)));
    }
}
