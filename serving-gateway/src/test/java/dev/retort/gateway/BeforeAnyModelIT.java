package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.kit.log.LogReader;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway before the first promotion. Its name puts it before the tests that promote. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class BeforeAnyModelIT {
    @Inject
    LogReader reader;

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    @Test
    void saysThatNoModelIsPromotedYet() throws IOException {
        given().contentType("image/png")
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
        given().body(Tensors.json("7", 1))
                .post("/v2/models/champion/infer")
                .then()
                .statusCode(503);
    }
}
