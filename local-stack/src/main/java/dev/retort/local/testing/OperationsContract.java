package dev.retort.local.testing;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator asks any running service that reads the log and needs the store. */
public abstract class OperationsContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String title;
    private final List<String> paths;

    /**
     * @param title part of that of the interface
     * @param paths of its own that it answers, if any
     */
    protected OperationsContract(String title, String... paths) {
        this.title = title;
        this.paths = List.of(paths);
    }

    @Test
    void isAliveAndReadyOnceLogAndStoreAnswer() {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready")
                        .then()
                        .statusCode(200)
                        .body("checks.name", hasItems("event log", "object store")));
    }

    @Test
    void measuresItsProcessAndItsRequests() {
        given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
        for (String path : paths) {
            given().get(path).then().statusCode(200);
            given().get("/q/metrics").then().body(containsString("http_server_requests_seconds_count"));
        }
    }

    @Test
    void describesItsInterface() {
        given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("info.title", containsString(title));
        for (String path : paths) {
            given().queryParam("format", "json").get("/q/openapi").then().body("paths", hasKey(path));
        }
    }
}
