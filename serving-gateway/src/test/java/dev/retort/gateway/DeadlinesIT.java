package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a client says that it waits counts from the head of its request. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class DeadlinesIT {
    @Inject
    PublishedModels models;

    @TestHTTPResource("/")
    URI gateway;

    @BeforeEach
    void promote() throws IOException {
        if (models.answering().isEmpty()) {
            models.promoted(31);
        }
    }

    /** Body-patience alone would keep it for 20 s. */
    @ParameterizedTest
    @ValueSource(strings = {"/predict", "/v2/models/champion/infer"})
    void answersAtTheDeadlineThoughTheBodyIsNotThere(String path) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(15_000);
            String head = """
                    POST %s HTTP/1.1\r
                    Host: gateway\r
                    Content-Type: application/octet-stream\r
                    X-Request-Timeout-Ms: 200\r
                    Content-Length: 1000\r
                    \r
                    x""".formatted(path);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 504")
                    .contains("deadline");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void doesNotGoOnWithALargeImageAfterTheDeadline() throws IOException {
        byte[] large = Images.png(3000, 3000);

        given().contentType("image/png")
                .header("X-Request-Timeout-Ms", "5")
                .body(large)
                .post("/predict")
                .then()
                .statusCode(504)
                .body("error", containsString("deadline"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/predict", "/v2/models/champion/infer"})
    void refusesAPatienceThatIsNoNumber(String path) throws IOException {
        given().contentType("image/png")
                .header("X-Request-Timeout-Ms", "soon")
                .body(Images.PNG)
                .post(path)
                .then()
                .statusCode(400)
                .body("error", containsString("'soon'"));
    }

    @Test
    void refusesALabelWhereNothingIsSampled() {
        given().contentType("application/json")
                .body("{\"requestId\": \"order-7\", \"label\": \"star\"}")
                .post("/feedback")
                .then()
                .statusCode(403)
                .body("error", containsString("retort.gateway.feedback.share is 0"));
    }
}
