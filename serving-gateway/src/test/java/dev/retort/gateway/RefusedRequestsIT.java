package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.contracts.Digest;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Requests that get the reason in place of an answer, and do no harm. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class RefusedRequestsIT {
    private static final String IMAGE = "image/png";

    @Inject
    PublishedModels models;

    @TestHTTPResource("/predict")
    URI predict;

    @Test
    void answersTwoHundredMalformedRequestsWithTheReasonAndGoesOn() throws Exception {
        Digest version = models.promoted(8);
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
        }
        given().contentType(IMAGE)
                .body(Images.png(30, 30))
                .post("/predict")
                .then()
                .statusCode(200)
                .body("modelVersion", equalTo(version.hex()));
    }

    @Test
    void saysWhatIsWrongWithAnImage() throws IOException {
        models.promoted(9);

        refuses(Images.bomb(), 413, "make it smaller");
        refuses("GIF89a".getBytes(StandardCharsets.UTF_8), 415, "not a PNG, JPEG or WebP");
        refuses(Arrays.copyOf(Images.png(200, 200), 80), 422, "damaged");
        refuses(Images.webpHead(16_383, 16_383), 413, "make it smaller");
        refuses(Arrays.copyOf(Images.WEBP, 40), 422, "damaged");
        given().body(Images.png(9, 9))
                .contentType("text/plain")
                .post("/predict")
                .then()
                .statusCode(415)
                .body("error", containsString("image/png"));
    }

    @Test
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
}
