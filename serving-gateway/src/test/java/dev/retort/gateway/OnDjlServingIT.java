package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.contracts.Digest;
import dev.retort.gateway.djlserving.StandInForDjlServing;
import dev.retort.gateway.http.wire.ServerReadyRequest;
import dev.retort.gateway.http.wire.ServerReadyResponse;
import dev.retort.kit.log.LogReader;
import dev.retort.local.Ports;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The gateway with the other backend, a stand-in that speaks its protocol: the same interfaces, and what they say of it. */
@QuarkusTest
@TestProfile(OnDjlServingIT.Remote.class)
@QuarkusTestResource(value = LocalStackResource.class, restrictToAnnotatedClass = true)
class OnDjlServingIT {
    @Inject
    LogReader reader;

    @Inject
    PublishedModels models;

    @Inject
    @ConfigProperty(name = "retort.gateway.djl-serving.address")
    URI address;

    @TestHTTPResource("/")
    URI gateway;

    /** Computes on a port where nobody listens yet. */
    public static class Remote implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "retort.gateway.backend",
                        "djl-serving",
                        "retort.gateway.load-retry-pause",
                        "1s",
                        "retort.gateway.djl-serving.address",
                        "http://127.0.0.1:" + Ports.free(),
                        "retort.gateway.djl-serving.model-store",
                        Files.createTempDirectory("djl-serving-models").toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void answersThroughItAndSaysWhenItIsAway() throws IOException {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
        Digest version = models.publish(1);
        models.promote(version);
        await().untilAsserted(() -> given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body(containsString("DJL Serving at " + address + " cannot be reached")));

        try (StandInForDjlServing serving = new StandInForDjlServing(address.getPort())) {
            await().until(() -> models.answering().equals(Optional.of(version)));
            answersWith(version);
            assertThat(readyOverGrpc()).isTrue();

            serving.stop();
            saysThatItIsAway(version);

            Digest next = models.publish(2);
            models.promote(next);
            serving.start();
            await().until(() -> models.answering().equals(Optional.of(next)));
            answersWith(next);
        }
    }

    private void saysThatItIsAway(Digest version) throws IOException {
        given().contentType("image/png")
                .body(Images.png(20, 20))
                .post("/predict")
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo("1"))
                .body("error", containsString("DJL Serving at " + address + " cannot be reached"));
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body(containsString("DJL Serving at " + address))
                .body(containsString(version.hex()));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/v2/health/ready").then().statusCode(503).body("ready", equalTo(false));
        given().get("/v2/models/champion/ready").then().statusCode(503).body("ready", equalTo(false));
        assertThat(readyOverGrpc()).isFalse();
    }

    private void answersWith(Digest version) throws IOException {
        given().get("/q/health/ready").then().statusCode(200).body(containsString(version.hex()));
        given().contentType("image/png")
                .body(Images.png(20, 20))
                .post("/predict")
                .then()
                .statusCode(200)
                .body("modelVersion", equalTo(version.hex()));
    }

    private boolean readyOverGrpc() {
        try (GrpcClient client = new GrpcClient(gateway)) {
            return client.call("ServerReady", ServerReadyRequest.getDefaultInstance(), ServerReadyResponse.parser())
                    .getReady();
        }
    }
}
