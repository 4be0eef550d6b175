package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Topics;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleCodec;
import dev.retort.contracts.sample.SampleLabelled;
import dev.retort.contracts.sample.SampleMessage;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.kit.log.LogReader;
import dev.retort.local.testing.LocalStackResource;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand of each kind of bad request: all are refused in the protocol's form, and cost no memory that stays. */
@QuarkusTest
@TestProfile(MalformedRequestsIT.Impatient.class)
@QuarkusTestResource(value = LocalStackResource.class, restrictToAnnotatedClass = true)
class MalformedRequestsIT {
    private static final int EXAMPLES = 1000;

    /** Of the process, whose heap grows with what it is used for. */
    private static final long ALLOWED_GROWTH_BYTES = 200L * 1024 * 1024;

    /** Of what is in use on the heap after a collection. */
    private static final long ALLOWED_TO_STAY_BYTES = 32L * 1024 * 1024;

    @Inject
    LogReader reader;

    @Inject
    PublishedModels models;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String broker;

    @TestHTTPResource("/")
    URI gateway;

    /** Sends slow clients away after two seconds, and samples all that is answered. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("retort.gateway.body-patience", "2s", "retort.gateway.feedback.share", "1");
        }
    }

    @BeforeEach
    void promote() throws IOException {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
        if (models.answering().isEmpty()) {
            Digest version = models.publish(1);
            models.promote(version);
            await().until(() -> models.answering().equals(Optional.of(version)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAThousandOf(MalformedKind kind) throws Exception {
        long seed = Long.getLong("test.malformed.seed", System.nanoTime());
        Random random = new Random(seed);
        long before = residentBytes();
        long usedBefore = usedBytes();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < EXAMPLES; i++) {
                MalformedRequests.Request request = kind.example(random);
                HttpResponse<String> response = send(client, request);
                assertThat(response.statusCode())
                        .as("-Dtest.malformed.seed=%d: example %d, %s, answered %s", seed, i, request, response.body())
                        .isBetween(400, 499);
                assertThat(response.body())
                        .as("-Dtest.malformed.seed=%d: %s", seed, request)
                        .startsWith("{\"error\":\"");
            }
        }
        assertThat(residentBytes() - before).isLessThan(ALLOWED_GROWTH_BYTES);
        assertThat(usedBytes() - usedBefore).isLessThan(ALLOWED_TO_STAY_BYTES);
        answersAGoodRequest();
    }

    @Test
    void refusesAThousandCallsOverGrpc() throws Exception {
        long seed = Long.getLong("test.malformed.seed", System.nanoTime());
        Random random = new Random(seed);
        long before = residentBytes();
        long usedBefore = usedBytes();
        try (GrpcClient client = new GrpcClient(gateway)) {
            for (int i = 0; i < EXAMPLES; i++) {
                ModelInferRequest call = MalformedCalls.example(random);
                StatusRuntimeException refused = catchThrowableOfType(
                        StatusRuntimeException.class, () -> client.infer(call, CallOptions.DEFAULT));
                assertThat(refused)
                        .as("-Dtest.malformed.seed=%d: example %d, %s", seed, i, call)
                        .isNotNull();
                assertThat(refused.getStatus().getCode())
                        .as("-Dtest.malformed.seed=%d: example %d, %s: %s", seed, i, call, refused)
                        .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.DEADLINE_EXCEEDED);
            }
        }
        assertThat(residentBytes() - before).isLessThan(ALLOWED_GROWTH_BYTES);
        assertThat(usedBytes() - usedBefore).isLessThan(ALLOWED_TO_STAY_BYTES);
        answersAGoodRequest();
    }

    @Test
    void sendsAThousandSlowClientsAwayWhileOthersAreAnswered() throws Exception {
        long before = residentBytes();
        long usedBefore = usedBytes();
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < EXAMPLES; i++) {
                String path = i % 2 == 0 ? "/v2/models/champion/infer" : "/predict";
                answers.add(clients.submit(() -> slowly(path)));
            }
            answersAGoodRequest();
        }
        for (Future<String> answer : answers) {
            assertThat(answer.get()).startsWith("HTTP/1.1 408").contains("{\"error\":\"the body did not arrive");
        }
        assertThat(residentBytes() - before).isLessThan(ALLOWED_GROWTH_BYTES);
        assertThat(usedBytes() - usedBefore).isLessThan(ALLOWED_TO_STAY_BYTES);
        answersAGoodRequest();
    }

    @Test
    void putsWhatWasAnsweredAndItsTrueLabelOnTheLogAndNothingThatWasRefused() throws IOException {
        given().contentType("image/png")
                .header("X-Request-Id", "order-7")
                .body(Images.grey(77))
                .post("/predict")
                .then()
                .statusCode(200);
        given().contentType("application/json")
                .body("{\"requestId\": \"order-7\", \"label\": \"star\"}")
                .post("/feedback")
                .then()
                .statusCode(202)
                .body("sample", equalTo("order-7"));
        given().contentType("application/json")
                .body("{\"requestId\": \"order-7\", \"label\": \"dragon\"}")
                .post("/feedback")
                .then()
                .statusCode(400)
                .body("error", containsString("[disc, ring, star]"));
        given().contentType("application/json")
                .body("{}")
                .post("/feedback")
                .then()
                .statusCode(400);

        List<SampleMessage> messages = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            messages.clear();
            messages.addAll(samples());
            return messages.stream().anyMatch(message -> isSampleOf(message, "order-7"))
                    && messages.contains(SampleLabelled.ofRequest("serving-gateway", "order-7", 2));
        });
        assertThat(messages).allSatisfy(message -> {
            if (message instanceof Sample sample && isSampleOf(sample, "order-7")) {
                assertThat(sample.pixels()).containsOnly(77);
                assertThat(Objects.requireNonNull(sample.answer()).modelVersion())
                        .isEqualTo(models.answering().orElseThrow());
            }
        });
    }

    private static boolean isSampleOf(SampleMessage message, String request) {
        return message instanceof Sample sample && request.equals(sample.requestId());
    }

    private List<SampleMessage> samples() throws MalformedMessageException {
        List<SampleMessage> samples = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker), new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(Topics.SAMPLES, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    samples.add(SampleCodec.decode(KafkaRecords.headers(record.headers()), record.value()));
                }
            }
        }
        return samples;
    }

    /** Announces a thousand bytes, and sends one every 50 ms until it is answered. */
    private String slowly(String path) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            String head = """
                    POST %s HTTP/1.1\r
                    Host: gateway\r
                    Content-Type: image/png\r
                    Content-Length: 1000\r
                    \r
                    """.formatted(path);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        boolean answered = socket.getInputStream().available() > 0;
                        if (!answered) {
                            socket.getOutputStream().write('x');
                        }
                        return answered;
                    });
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void answersAGoodRequest() throws IOException {
        given().contentType("image/png")
                .body(Images.png(30, 30))
                .post("/predict")
                .then()
                .statusCode(200);
    }

    private HttpResponse<String> send(HttpClient client, MalformedRequests.Request request)
            throws IOException, InterruptedException {
        HttpRequest.Builder post = HttpRequest.newBuilder(gateway.resolve("/" + request.path()))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", request.contentType())
                .header("Content-Encoding", request.coding())
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headerLength().ifPresent(length -> post.header("Inference-Header-Content-Length", length));
        return client.send(post.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
