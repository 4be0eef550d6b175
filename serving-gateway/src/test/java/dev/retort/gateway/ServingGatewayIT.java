package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.Topics;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.kit.log.LogReader;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.local.testing.LocalStackResource;
import dev.retort.local.testing.Readme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The gateway on a real broker and store, from nothing promoted to a refused version. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServingGatewayIT {
    private static final int HAMMERING = 4;
    private static final String IMAGE = "image/png";

    @Inject
    LogReader reader;

    @Inject
    MinioObjectStore store;

    @Inject
    PublishedModels models;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String broker;

    @TestHTTPResource("/predict")
    URI predict;

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    @Test
    @Order(1)
    void saysThatNoModelIsPromotedYet() throws IOException {
        given().contentType(IMAGE)
                .body(Images.png(20, 20))
                .post("/predict")
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo("1"))
                .body("error", containsString("no model promoted yet"));
        given().get("/q/health/ready").then().statusCode(503).body(containsString("no model promoted yet"));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
        given().get("/v2/health/ready").then().statusCode(503).body("ready", equalTo(false));
        given().get("/v2/models/champion/ready").then().statusCode(503).body("ready", equalTo(false));
        given().get("/v2/models/champion").then().statusCode(503);
        given().body(tensors("7", 1)).post("/v2/models/champion/infer").then().statusCode(503);
    }

    @Test
    @Order(2)
    void answersWithTheChampion() throws IOException {
        Digest version = promoted(1);

        given().contentType(IMAGE)
                .body(Images.png(50, 70))
                .post("/predict")
                .then()
                .statusCode(200)
                .body("modelVersion", equalTo(version.hex()))
                .body("predictions", hasSize(3))
                .body("predictions.probability.sum().toDouble()", closeTo(1, 1e-5))
                .body("predictions[0].label", in(PublishedModels.CLASSES))
                .body("milliseconds", greaterThan(0f));
        given().contentType("application/octet-stream")
                .queryParam("k", 1)
                .body(Images.jpeg(400, 300))
                .post("/predict")
                .then()
                .statusCode(200)
                .body("predictions", hasSize(1));
        given().multiPart("image", "photo.jpg", Images.jpeg(40, 30), "image/jpeg")
                .post("/predict")
                .then()
                .statusCode(200)
                .body("modelVersion", equalTo(version.hex()));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(containsString(version.hex()))
                .body("checks.name", not(hasItem("object store")));
        given().get("/q/metrics")
                .then()
                .body(containsString("retort_gateway_model{network=\"resnet8\",version=\"" + version + "\"} 1.0"))
                .body(containsString("retort_gateway_inference_seconds_count"));
    }

    @Test
    @Order(3)
    void speaksTheOpenInferenceProtocol() throws IOException {
        Digest version = promoted(2);

        given().get("/v2").then().statusCode(200).body("name", equalTo("retort"));
        given().get("/v2/health/ready").then().statusCode(200).body("ready", equalTo(true));
        for (String model : List.of("/v2/models/champion", "/v2/models/champion/versions/" + version)) {
            given().get(model + "/ready").then().statusCode(200).body("ready", equalTo(true));
            given().get(model)
                    .then()
                    .statusCode(200)
                    .body("versions", contains(version.hex()))
                    .body("inputs[0].shape", contains(-1, 3, 16, 16))
                    .body("outputs[0].shape", contains(-1, 3));
            given().contentType("application/json")
                    .body(tensors("request 7", 2))
                    .post(model + "/infer")
                    .then()
                    .statusCode(200)
                    .body("id", equalTo("request 7"))
                    .body("model_name", equalTo("champion"))
                    .body("model_version", equalTo(version.hex()))
                    .body("outputs[0].name", equalTo("logits"))
                    .body("outputs[0].shape", contains(2, 3))
                    .body("outputs[0].data", hasSize(6));
        }
        for (String none : List.of(Digest.of(new byte[1]).hex(), "1")) {
            given().body(tensors("1", 1))
                    .post("/v2/models/champion/versions/" + none + "/infer")
                    .then()
                    .statusCode(404)
                    .body("error", containsString(none));
        }
        given().get("/v2/models/loser").then().statusCode(404).body("error", containsString("'champion'"));
    }

    @Test
    @Order(4)
    void swapsUnderLoadWithoutAFailedRequest() throws Exception {
        Digest before = promoted(3);
        Digest after = models.publish(4);
        byte[] image = Images.png(32, 32);
        AtomicBoolean hammering = new AtomicBoolean(true);
        AtomicLong answered = new AtomicLong();

        List<List<String>> answers = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newFixedThreadPool(HAMMERING)) {
            List<Future<List<String>>> running = new ArrayList<>();
            for (int i = 0; i < HAMMERING; i++) {
                running.add(threads.submit(() -> {
                    List<String> versions = new ArrayList<>();
                    while (hammering.get()) {
                        versions.add(version(client, image));
                        answered.incrementAndGet();
                    }
                    return versions;
                }));
            }
            try {
                await().until(() -> answered.get() > 100);
                models.promote(after);
                await().until(() -> models.answering().equals(Optional.of(after)));
                long atSwap = answered.get();
                await().until(() -> answered.get() > atSwap + 100);
            } finally {
                hammering.set(false);
            }
            for (Future<List<String>> versions : running) {
                answers.add(versions.get());
            }
        }

        assertThat(answers)
                .allSatisfy(versions -> assertThat(versions.stream().distinct())
                        .as("the old version, then the new one, and never back")
                        .containsExactly(before.hex(), after.hex()));
    }

    @Test
    @Order(5)
    void refusesACorruptVersionAndGoesOnWithTheOneBefore() throws IOException {
        Digest good = promoted(5);
        Digest changed = models.publish(6);
        store.put(ObjectKeys.model(changed) + ModelManifest.ONNX, "changed".getBytes(StandardCharsets.UTF_8));
        Digest noModel = models.publish("no ONNX at all".getBytes(StandardCharsets.UTF_8));
        Digest missing = Digest.of("never published".getBytes(StandardCharsets.UTF_8));

        for (Digest bad : List.of(changed, noModel, missing)) {
            models.promote(bad);
            await().untilAsserted(() -> given().get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body(containsString(bad.hex()))
                    .body(containsString(good.hex())));
            given().contentType(IMAGE)
                    .body(Images.png(20, 20))
                    .post("/predict")
                    .then()
                    .statusCode(200)
                    .body("modelVersion", equalTo(good.hex()));
        }
        assertThat(deadLetters(3))
                .as("reported on the log")
                .containsExactlyInAnyOrder(changed.hex(), noModel.hex(), missing.hex());
        Digest next = promoted(7);
        given().get("/q/health/ready").then().body(containsString(next.hex())).body(not(containsString("refused")));
        String exposition = given().get("/q/metrics").asString();
        assertThat(Readme.missingMetrics(Path.of("README.md"), exposition)).isEmpty();
    }

    @Test
    @Order(6)
    void answersTwoHundredMalformedRequestsWithTheReasonAndGoesOn() throws Exception {
        Digest version = promoted(8);
        List<MalformedRequests.Request> requests = new MalformedRequests().all();
        assertThat(requests).hasSizeGreaterThan(200);

        SoftAssertions softly = new SoftAssertions();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (MalformedRequests.Request request : requests) {
                HttpResponse<String> response = send(client, request);
                softly.assertThat(response.statusCode())
                        .as("%s answered %s", request, response.body())
                        .isBetween(400, 499);
                softly.assertThat(response.body()).as("%s", request).startsWith("{\"error\":\"");
            }
            softly.assertAll();
            assertThat(version(client, Images.png(30, 30))).isEqualTo(version.hex());
        }
    }

    @Test
    @Order(7)
    void saysWhatIsWrongWithAnImage() throws IOException {
        promoted(9);

        refuses(Images.bomb(), 413, "make it smaller");
        refuses("GIF89a".getBytes(StandardCharsets.UTF_8), 415, "not a PNG or JPEG");
        refuses(Arrays.copyOf(Images.png(200, 200), 80), 422, "damaged");
        given().body(Images.png(9, 9))
                .contentType("text/plain")
                .post("/predict")
                .then()
                .statusCode(415)
                .body("error", containsString("image/png"));
    }

    @Test
    @Order(8)
    void refusesABodyThatIsTooLargeBeforeItReadsIt() throws IOException {
        try (Socket socket = new Socket(predict.getHost(), predict.getPort())) {
            String head = """
                    POST /predict HTTP/1.1\r
                    Host: gateway\r
                    Content-Type: image/png\r
                    Content-Length: 99999999999\r
                    \r
                    """;
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413")
                    .contains("\"error\":\"the body has 99,999,999,999 bytes");
        }
    }

    @Test
    @Order(9)
    void speaksTheBinaryTensorExtension() throws Exception {
        Digest version = promoted(10);
        JsonPath json = JsonPath.from(given().contentType("application/json")
                .body(tensors("1", 1))
                .post("/v2/models/champion/infer")
                .asString());
        List<Float> expected = json.getList("outputs[0].data", Float.class);
        byte[] tensor = Tensors.filled(PublishedModels.SHAPE.size(), 0.5f);
        Tensors.put(tensor, PublishedModels.SHAPE.size() - 1, 0.25f);

        Tensors.Answer answer = new Tensors(predict).infer("""
                {"id": "b", "inputs": [{"name": "input", "datatype": "FP32", "shape": [1, 3, 16, 16],
                  "parameters": {"binary_data_size": %d}}],
                 "outputs": [{"name": "logits", "parameters": {"binary_data": true}}]}""".formatted(tensor.length), tensor);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("id")).isEqualTo("b");
        assertThat(answer.json().getString("model_version")).isEqualTo(version.hex());
        assertThat(answer.json().getInt("outputs[0].parameters.binary_data_size"))
                .isEqualTo(expected.size() * Float.BYTES);
        assertThat(answer.floats()).containsExactlyElementsOf(expected);
        assertThat(new Tensors(predict).infer("", tensor).floats())
                .as("the tensor alone")
                .containsExactlyElementsOf(expected);
    }

    @Test
    @Order(10)
    void namesTheLikeliestClasses() throws IOException {
        promoted(11);

        given().contentType("application/json")
                .body(tensors("1", 2).replace("\"logits\"}", "\"logits\", \"parameters\": {\"classification\": 2}}"))
                .post("/v2/models/champion/infer")
                .then()
                .statusCode(200)
                .body("outputs[0].datatype", equalTo("BYTES"))
                .body("outputs[0].shape", contains(2, 2))
                .body("outputs[0].data", everyItem(matchesPattern("-?[0-9.Ee-]+:[0-2]:(disc|ring|star)")));
    }

    @Test
    @Order(11)
    void answersWithAnyKeptVersionThatIsAskedForByName() throws IOException {
        Digest kept = models.publish(12);
        Digest champion = promoted(13);

        for (Digest version : List.of(kept, champion, kept)) {
            given().contentType("application/json")
                    .body(tensors("1", 1))
                    .post("/v2/models/champion/versions/" + version + "/infer")
                    .then()
                    .statusCode(200)
                    .body("model_version", equalTo(version.hex()));
        }
        given().get("/v2/models/champion").then().body("versions", contains(champion.hex()));
    }

    @Test
    @Order(12)
    void rollsBackWithinTwoSeconds() throws Exception {
        Digest before = promoted(14);
        Digest after = promoted(15);

        long start = System.nanoTime();
        models.rollBack(before, after);
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> models.answering().equals(Optional.of(before)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    @Order(13)
    void doesNotComputeWhatIsTooLate() throws IOException {
        promoted(16);

        given().contentType("application/json")
                .body("{\"parameters\": {\"timeout\": 1}, " + tensors("1", 1).substring(1))
                .post("/v2/models/champion/infer")
                .then()
                .statusCode(504)
                .body("error", containsString("deadline"));
        given().contentType("application/json")
                .header("X-Request-Timeout-Ms", "soon")
                .body(tensors("1", 1))
                .post("/v2/models/champion/infer")
                .then()
                .statusCode(400)
                .body("error", containsString("'soon'"));
    }

    @Test
    @Order(14)
    void takesABodyWithGzip() throws IOException {
        promoted(17);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tensors("1", 1).getBytes(StandardCharsets.UTF_8));
        }

        for (Map.Entry<String, Integer> expected :
                Map.of("gzip", 200, "zstd", 415).entrySet()) {
            given().contentType("application/json")
                    .header("Content-Encoding", expected.getKey())
                    .body(packed.toByteArray())
                    .post("/v2/models/champion/infer")
                    .then()
                    .statusCode(expected.getValue());
        }
    }

    @Test
    @Order(15)
    void describesInferenceInOpenApi() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/v2/models/{model}/infer"))
                .body("paths", hasKey("/v2/models/{model}/versions/{version}/infer"))
                .body("paths", hasKey("/predict"));
    }

    /** Keys of the first letters about promotions. */
    private List<String> deadLetters(int count) {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest");
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(Topics.deadLetters(Topics.PROMOTIONS), 0)));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(letter -> keys.add(letter.key()));
                return keys.size() >= count;
            });
        }
        return keys;
    }

    private static void refuses(byte[] image, int status, String reason) {
        given().contentType(IMAGE)
                .body(image)
                .post("/predict")
                .then()
                .statusCode(status)
                .body("error", containsString(reason));
    }

    private HttpResponse<String> send(HttpClient client, MalformedRequests.Request request)
            throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(predict.resolve("/" + request.path()))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", request.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
                .build();
        return client.send(post, HttpResponse.BodyHandlers.ofString());
    }

    private Digest promoted(long seed) throws IOException {
        Digest version = models.publish(seed);
        models.promote(version);
        await().until(() -> models.answering().equals(Optional.of(version)));
        return version;
    }

    private String version(HttpClient client, byte[] image) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(predict)
                .header("Content-Type", IMAGE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(image))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonPath.from(response.body()).getString("modelVersion");
    }

    private static String tensors(String id, int images) {
        String data = "0.5,".repeat(images * PublishedModels.SHAPE.size() - 1) + "0.25";
        return """
                {"id": "%s", "inputs": [{"name": "input", "datatype": "FP32", "shape": [%d, 3, 16, 16], "data": [%s]}],
                 "outputs": [{"name": "logits"}]}""".formatted(id, images, data);
    }
}
