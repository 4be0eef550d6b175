package dev.retort.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A champion is replaced while it is asked. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SwapsIT {
    private static final int HAMMERING = 4;
    private static final int SWAPS = 200;

    /** Of the process in the second half of the swaps; a leak of one session a swap is more. */
    private static final long ALLOWED_GROWTH_BYTES = 96L * 1024 * 1024;

    /** Not 0.5: that is normalised to 0, for which all networks without biases give the same. */
    private static final byte[] IMAGE = Tensors.filled(PublishedModels.SHAPE.size(), 0.9f);

    private static final Pattern VERSION = Pattern.compile("\"model_version\":\"([0-9a-f]{64})\"");

    @Inject
    PublishedModels models;

    @TestHTTPResource("/predict")
    URI predict;

    /** An answer is of one version if its logits are those that this version gives when it is asked by name. */
    @Test
    void swapsTwoHundredTimesUnderLoadWithoutAFailedOrAMixedAnswer() throws Exception {
        Digest one = models.publish(3);
        Digest other = models.promoted(4);
        AtomicBoolean hammering = new AtomicBoolean(true);
        AtomicLong answered = new AtomicLong();
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newFixedThreadPool(HAMMERING)) {
            List<Float> ofOne = infer(client, "/versions/" + one).logits();
            List<Float> ofOther = infer(client, "/versions/" + other).logits();
            assertThat(areAlike(ofOne, ofOther)).isFalse();
            Map<String, List<Float>> logits = Map.of(one.hex(), ofOne, other.hex(), ofOther);
            List<Future<Set<String>>> running = new ArrayList<>();
            for (int i = 0; i < HAMMERING; i++) {
                running.add(threads.submit(() -> hammer(client, logits, hammering, answered)));
            }
            try {
                swap(one, other, SWAPS / 2);
                long before = residentBytes();
                swap(one, other, SWAPS / 2);
                assertThat(residentBytes() - before)
                        .as("bytes more after %d swaps", SWAPS / 2)
                        .isLessThan(ALLOWED_GROWTH_BYTES);
            } finally {
                hammering.set(false);
            }
            for (Future<Set<String>> versions : running) {
                assertThat(versions.get()).containsExactlyInAnyOrder(one.hex(), other.hex());
            }
        }
        assertThat(answered).hasValueGreaterThan(SWAPS);
    }

    private void swap(Digest one, Digest other, int times) {
        for (int i = 0; i < times; i++) {
            Digest next = i % 2 == 0 ? one : other;
            models.promote(next);
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> models.answering().equals(Optional.of(next)));
        }
    }

    /** The versions that answered. */
    private Set<String> hammer(
            HttpClient client, Map<String, List<Float>> logits, AtomicBoolean hammering, AtomicLong answered)
            throws IOException, InterruptedException {
        Set<String> versions = new HashSet<>();
        while (hammering.get()) {
            Answer answer = infer(client, "");
            assertThat(areAlike(answer.logits(), logits.getOrDefault(answer.version(), List.of())))
                    .as("%s of version %s", answer.logits(), answer.version())
                    .isTrue();
            versions.add(answer.version());
            answered.incrementAndGet();
        }
        return versions;
    }

    private record Answer(String version, List<Float> logits) {}

    /** Kernels differ between batch sizes in the order of their sums. */
    private static boolean areAlike(List<Float> one, List<Float> other) {
        double greatest = one.stream().mapToDouble(Math::abs).max().orElse(0);
        boolean alike = one.size() == other.size();
        for (int i = 0; alike && i < one.size(); i++) {
            alike = Math.abs(one.get(i) - other.get(i)) <= 1e-3 * greatest;
        }
        return alike;
    }

    /** The tensor alone, and so is what comes behind the JSON of the answer. */
    private Answer infer(HttpClient client, String version) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(predict.resolve("/v2/models/champion" + version + "/infer"))
                .header("Inference-Header-Content-Length", "0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(IMAGE))
                .build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        int head = (int) response.headers()
                .firstValueAsLong("Inference-Header-Content-Length")
                .orElseThrow();
        Matcher named = VERSION.matcher(new String(response.body(), 0, head, StandardCharsets.UTF_8));
        assertThat(named.find()).isTrue();
        return new Answer(named.group(1), Tensors.floats(response.body(), head));
    }

    private static long residentBytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
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
}
