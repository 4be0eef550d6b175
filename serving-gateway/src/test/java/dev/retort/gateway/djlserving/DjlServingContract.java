package dev.retort.gateway.djlserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.gateway.Configs;
import dev.retort.gateway.ModelArtefacts;
import dev.retort.gateway.config.DjlServingConfig;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.BackendAwayException;
import dev.retort.gateway.domain.Champion;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.domain.Outcome;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.storage.Loaders;
import dev.retort.kit.store.ArtefactStore;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway needs of DJL Serving, and of anything that stands in for it. */
abstract class DjlServingContract {
    private static final int SWAPS = 10;
    private static final int ASKING = 4;

    @TempDir
    Path scratch;

    final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private final List<DjlServingBackend> backends = new ArrayList<>();
    ArtefactStore artefacts;
    ModelLoader loader;

    abstract URI address();

    /** A directory that both see. */
    abstract Path modelStore();

    @BeforeEach
    void open() {
        artefacts = Loaders.artefacts(scratch);
        loader = loader("0.1S");
    }

    @AfterEach
    void close() {
        backends.forEach(backend -> backend.stop(new ShutdownEvent()));
        vertx.close().toCompletionStage().toCompletableFuture().join();
        http.close();
    }

    /** As a gateway that has just started. */
    private ModelLoader loader(String watchInterval) {
        Map<String, String> values = Map.of(
                "backend",
                "djl-serving",
                "workers",
                "2",
                "deadline",
                "2S",
                "djl-serving.address",
                address().toString(),
                "djl-serving.model-store",
                modelStore().toString(),
                "djl-serving.watch-interval",
                watchInterval);
        SmallRyeConfig config = Configs.with(values);
        GatewayConfig gateway = config.getConfigMapping(GatewayConfig.class);
        DjlServingBackend backend =
                new DjlServingBackend(vertx, gateway, config.getConfigMapping(DjlServingConfig.class));
        backends.add(backend);
        return Loaders.of(artefacts, gateway, backend);
    }

    @Test
    void answersWhatOnnxRuntimeHereAnswers() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 1);
        ServedModel model = loader.load(version);

        for (int images : List.of(1, 3, 40)) {
            assertThat(answer(model, images)).containsExactly(here(version, images));
        }
        assertThat(model.trouble()).isEmpty();
        model.close();
    }

    @Test
    void unloadsAVersionOnceItIsClosed() throws Exception {
        ServedModel model = loader.load(ModelArtefacts.publish(artefacts, 2));
        assertThat(registered()).hasSize(1);
        assertThat(files()).hasSize(1);

        model.close();

        await().untilAsserted(() -> assertThat(registered()).isEmpty());
        await().untilAsserted(() -> assertThat(files()).isEmpty());
    }

    @Test
    void removesWhatAGatewayBeforeItLeft() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 3);
        // One that was killed looks after nothing any more.
        loader("1H").load(version);
        List<String> left = registered();
        assertThat(left).hasSize(1);

        ServedModel model = loader.load(version);

        assertThat(registered()).hasSize(1).doesNotContainAnyElementsOf(left);
        assertThat(files()).hasSize(1);
        model.close();
    }

    @Test
    void registersAgainWhatWasForgotten() throws Exception {
        Digest version = ModelArtefacts.publish(artefacts, 4);
        ServedModel model = loader.load(version);

        for (String name : registered()) {
            send("DELETE", "/models/" + name);
        }

        await().ignoreException(CompletionException.class)
                .untilAsserted(() -> assertThat(answer(model, 1)).containsExactly(here(version, 1)));
        await().until(() -> model.trouble().isEmpty());
        model.close();
    }

    @Test
    void swapsUnderLoadWithoutAFailedOrAMixedAnswer() throws Exception {
        List<Digest> versions = List.of(ModelArtefacts.publish(artefacts, 5), ModelArtefacts.publish(artefacts, 6));
        Map<Digest, float[]> expected = new HashMap<>();
        for (Digest version : versions) {
            expected.put(version, here(version, 1));
        }
        Champion champion = new Champion();
        champion.swap(loader.load(versions.getFirst()));
        AtomicBoolean asking = new AtomicBoolean(true);
        AtomicLong answered = new AtomicLong();
        List<Future<?>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ASKING; i++) {
                clients.add(threads.submit(() -> {
                    while (asking.get()) {
                        try (Lease lease = champion.lease().orElseThrow()) {
                            assertThat(answer(lease.model(), 1))
                                    .containsExactly(expected.get(lease.model().version()));
                            answered.incrementAndGet();
                        }
                    }
                }));
            }
            for (int swap = 1; swap <= SWAPS; swap++) {
                champion.swap(loader.load(versions.get(swap % 2)));
                long before = answered.get();
                await().until(() ->
                        answered.get() > before + ASKING || clients.stream().anyMatch(Future::isDone));
            }
            asking.set(false);
            for (Future<?> client : clients) {
                client.get();
            }
        }
        await().untilAsserted(() -> assertThat(registered()).as("one is left").hasSize(1));
        champion.clear();
    }

    /** @throws CompletionException with {@link BackendAwayException} */
    final float[] answer(ServedModel model, int images) {
        Outcome outcome = ask(model, images);
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        float[] logits = new float[images * ModelArtefacts.CLASSES.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = ((Outcome.Answered) outcome)
                    .logits()
                    .at(i / ModelArtefacts.CLASSES.size(), i % ModelArtefacts.CLASSES.size());
        }
        return logits;
    }

    final Outcome ask(ServedModel model, int images) {
        return model.ask(Images.of(pixels(images), images), Deadline.in(Duration.ofSeconds(2)))
                .join();
    }

    final float[] here(Digest version, int images) throws Exception {
        Path file = artefacts
                .fetch(ObjectKeys.model(version), version, ModelManifest.class)
                .file(ModelManifest.ONNX);
        try (OnnxModel model = OnnxModel.open(file, 1)) {
            float[] logits = new float[0];
            // As the workers do: in batches of 16.
            for (int first = 0; first < images; first += 16) {
                int count = Math.min(16, images - first);
                float[] batch = Arrays.copyOfRange(
                        pixels(images),
                        first * ModelArtefacts.SHAPE.size(),
                        (first + count) * ModelArtefacts.SHAPE.size());
                float[] answer = model.logits(batch, count);
                int before = logits.length;
                logits = Arrays.copyOf(logits, before + answer.length);
                System.arraycopy(answer, 0, logits, before, answer.length);
            }
            return logits;
        }
    }

    /** Names of the gateway's models in DJL Serving. */
    final List<String> registered() throws IOException, InterruptedException {
        JsonArray models = new JsonObject(send("GET", "/models")).getJsonArray("models");
        return Stream.iterate(0, i -> i < models.size(), i -> i + 1)
                .map(i -> models.getJsonObject(i).getString("modelName"))
                .filter(name -> name.startsWith(RemoteModel.PREFIX))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(modelStore())) {
            return files.filter(file -> file.getFileName().toString().startsWith(RemoteModel.PREFIX))
                    .toList();
        }
    }

    private String send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address().resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static float[] pixels(int images) {
        float[] pixels = new float[images * ModelArtefacts.SHAPE.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i * 37 % 256) / 255f;
        }
        return pixels;
    }
}
