package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;

import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator asks a running gateway, whether it has a champion or not. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OperationsIT {
    @Test
    void isAliveAndSaysWhatItsReadinessHangsOn() {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/ready").then().body("checks.name", hasItem("champion"));
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
                .body("info.title", containsString("gateway"))
                .body("paths", hasKey("/predict"))
                .body("paths", hasKey("/v2/models/{model}/infer"))
                .body("paths", hasKey("/v2/models/{model}/versions/{version}/infer"));
    }

    @Test
    void saysAtItsRootWhereToGo() {
        List<Map<String, String>> endpoints = given().accept("text/html, */*;q=0.8")
                .get("/")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("name", equalTo("retort"))
                .extract()
                .jsonPath()
                .getList("endpoints");

        assertThat(endpoints).extracting(endpoint -> endpoint.get("path")).contains("/predict", "/q/openapi");
        assertThat(endpoints)
                .allSatisfy(endpoint -> assertThat(given().request(endpoint.get("method"), endpoint.get("path"))
                                .statusCode())
                        .as("with what it asks for, or without")
                        .isNotIn(404, 405));
    }

    @Test
    void pointsToItsDescriptionWhereThereIsNothing() {
        for (String path : List.of("/predictions", "/v2/nothing", "/index.html")) {
            given().get(path).then().statusCode(404).body("error", containsString("/q/openapi"));
        }
    }
}
