package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.kit.log.LogReader;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
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
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    private static final long ALLOWED_GROWTH_BYTES = 200L * 1024 * 1024;

    @Inject
    LogReader reader;

    @Inject
    PublishedModels models;

    @TestHTTPResource("/")
    URI gateway;

    /** Sends slow clients away after two seconds. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("retort.gateway.body-patience", "2s");
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
        Random random = new Random(kind.name().hashCode());
        long before = residentBytes();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < EXAMPLES; i++) {
                MalformedRequests.Request request = kind.example(random);
                HttpResponse<String> response = send(client, request);
                assertThat(response.statusCode())
                        .as("example %d, %s, answered %s", i, request, response.body())
                        .isBetween(400, 499);
                assertThat(response.body()).as("%s", request).startsWith("{\"error\":\"");
            }
        }
        assertThat(residentBytes() - before).isLessThan(ALLOWED_GROWTH_BYTES);
        answersAGoodRequest();
    }

    @Test
    void sendsAThousandSlowClientsAwayWhileOthersAreAnswered() throws Exception {
        long before = residentBytes();
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
        answersAGoodRequest();
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

    private static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
