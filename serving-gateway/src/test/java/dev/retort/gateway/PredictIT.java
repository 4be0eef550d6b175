package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.not;

import dev.retort.contracts.Digest;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Images in, their classes out. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class PredictIT {
    @Inject
    PublishedModels models;

    @Test
    void answersWithTheChampion() throws IOException {
        Digest version = models.promoted(1);

        given().contentType("image/png")
                .body(Images.png(50, 70))
                .post("/predict")
                .then()
                .statusCode(200)
                .body("modelVersion", equalTo(version.hex()))
                .body("predictions", hasSize(3))
                .body("predictions.probability.sum().toDouble()", closeTo(1, 1e-5))
                .body("predictions[0].label", in(PublishedModels.CLASSES))
                .body("milliseconds", greaterThan(0f));
        given().contentType("application/octet-stream")
                .queryParam("k", 1)
                .body(Images.jpeg(400, 300))
                .post("/predict")
                .then()
                .statusCode(200)
                .body("predictions", hasSize(1));
        given().multiPart("image", "photo.jpg", Images.jpeg(40, 30), "image/jpeg")
                .post("/predict")
                .then()
                .statusCode(200)
                .body("modelVersion", equalTo(version.hex()));
        given().contentType("image/webp")
                .body(Images.WEBP)
                .post("/predict")
                .then()
                .statusCode(200)
                .body("modelVersion", equalTo(version.hex()));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(containsString(version.hex()))
                .body("checks.name", not(hasItem("object store")));
        given().get("/q/metrics")
                .then()
                .body(containsString("retort_gateway_model{network=\"resnet8\",version=\"" + version + "\"} 1.0"))
                .body(containsString("retort_gateway_inference_seconds_count"));
    }
}
