package dev.retort.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A champion is replaced while it is asked. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SwapsIT {
    private static final int HAMMERING = 4;

    @Inject
    PublishedModels models;

    @TestHTTPResource("/predict")
    URI predict;

    @Test
    void swapsUnderLoadWithoutAFailedRequest() throws Exception {
        Digest before = models.promoted(3);
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
    void rollsBackWithinTwoSeconds() throws Exception {
        Digest before = models.promoted(14);
        Digest after = models.promoted(15);

        long start = System.nanoTime();
        models.rollBack(before, after);
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> models.answering().equals(Optional.of(before)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    private String version(HttpClient client, byte[] image) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(predict)
                .header("Content-Type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(image))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonPath.from(response.body()).getString("modelVersion");
    }
}
