package dev.retort.trainer;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.retort.kit.log.LogReader;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator asks a running trainer. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OperationsIT {
    @Inject
    LogReader reader;

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    @Test
    void isAliveAndReadyOnceLogAndStoreAnswer() {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItems("event log", "object store"));
    }

    @Test
    void measuresItsProcess() {
        given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
    }

    @Test
    void describesItsInterface() {
        given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("info.title", containsString("student trainer"));
    }
}
