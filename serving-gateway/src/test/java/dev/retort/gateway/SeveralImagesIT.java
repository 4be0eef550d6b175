package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.retort.contracts.Digest;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images, several at once, and how sure the answers are. Its name puts it behind the tests that begin with no model. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SeveralImagesIT {
    private static final byte[] NO_IMAGE = "no image".getBytes(StandardCharsets.US_ASCII);

    @Inject
    PublishedModels models;

    private Digest version = Digest.of(new byte[0]);

    @BeforeEach
    void promote() throws IOException {
        version = models.promoted(60);
    }

    @Test
    void answersEachImageInItsPlace() throws IOException {
        List<Double> alone = IntStream.of(200, 40)
                .mapToObj(SeveralImagesIT::grey)
                .map(SeveralImagesIT::surest)
                .toList();

        given().multiPart("image", "1.png", grey(200), "image/png")
                .multiPart("image", "2.txt", NO_IMAGE, "image/png")
                .multiPart("comment", "not an image")
                .multiPart("image", "3.png", grey(40), "image/png")
                .post("/predict?k=1")
                .then()
                .statusCode(200)
                .body("modelVersion", equalTo(version.hex()))
                .body("images", hasSize(3))
                .body("images[0].predictions[0].probability.toDouble()", equalTo(alone.get(0)))
                .body("images[0].error", nullValue())
                .body("images[1].status", equalTo(415))
                .body("images[1].error", containsString("not a PNG, JPEG or WebP"))
                .body("images[1].predictions", nullValue())
                .body("images[2].predictions[0].probability.toDouble()", equalTo(alone.get(1)));
    }

    @Test
    void refusesSeveralOfWhichNoneIsAnImage() {
        given().multiPart("image", "1.txt", NO_IMAGE, "image/png")
                .multiPart("image", "2.txt", NO_IMAGE, "image/png")
                .post("/predict")
                .then()
                .statusCode(415)
                .body("error", containsString("not a PNG, JPEG or WebP"));
    }

    @Test
    void calibratesProbabilitiesAndLeavesLogitsRaw() {
        JsonPath infer = JsonPath.from(given().contentType("application/json")
                .body("""
                        {"inputs": [{"name": "input", "datatype": "FP32", "shape": [1, 3, 16, 16], "data": [%s]}]}""".formatted((200 / 255f + ",").repeat(PublishedModels.SHAPE.size() - 1) + 200 / 255f))
                .post("/v2/models/champion/infer")
                .asString());
        List<Float> logits = infer.getList("outputs[0].data", Float.class);
        double[] softened = logits.stream()
                .mapToDouble(logit -> Math.exp(logit / ModelArtefacts.TEMPERATURE))
                .sorted()
                .toArray();

        double sum = softened[0] + softened[1] + softened[2];
        assertThat(surest(grey(200))).isCloseTo(softened[2] / sum, within(1e-4));
    }

    @Test
    void echoesTheRequestIdOrGivesOne() throws IOException {
        given().contentType("image/png")
                .header("X-Request-Id", "order-7")
                .body(grey(10))
                .post("/predict")
                .then()
                .header("X-Request-Id", equalTo("order-7"))
                .body("requestId", equalTo("order-7"));
        String given =
                given().contentType("image/png").body(grey(10)).post("/predict").header("X-Request-Id");
        assertThat(given).hasSize(36);
    }

    private static double surest(byte[] image) {
        return JsonPath.from(given().contentType("image/png")
                        .body(image)
                        .post("/predict?k=1")
                        .asString())
                .getDouble("predictions[0].probability");
    }

    private static byte[] grey(int value) {
        try {
            return Images.grey(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
