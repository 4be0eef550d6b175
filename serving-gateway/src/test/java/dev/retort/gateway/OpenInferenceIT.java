package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import dev.retort.contracts.Digest;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The open inference protocol over HTTP. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OpenInferenceIT {
    @Inject
    PublishedModels models;

    @TestHTTPResource("/predict")
    URI predict;

    @Test
    void speaksTheOpenInferenceProtocol() throws IOException {
        Digest version = models.promoted(2);

        given().get("/v2").then().statusCode(200).body("name", equalTo("retort"));
        given().get("/v2/health/ready").then().statusCode(200).body("ready", equalTo(true));
        for (String model : List.of("/v2/models/champion", "/v2/models/champion/versions/" + version)) {
            given().get(model + "/ready").then().statusCode(200).body("ready", equalTo(true));
            given().get(model)
                    .then()
                    .statusCode(200)
                    .body("versions[0]", equalTo(version.hex()))
                    .body("inputs[0].shape", contains(-1, 3, 16, 16))
                    .body("outputs[0].shape", contains(-1, 3));
            given().contentType("application/json")
                    .body(Tensors.json("request 7", 2))
                    .post(model + "/infer")
                    .then()
                    .statusCode(200)
                    .body("id", equalTo("request 7"))
                    .body("model_name", equalTo("champion"))
                    .body("model_version", equalTo(version.hex()))
                    .body("outputs[0].name", equalTo("logits"))
                    .body("outputs[0].shape", contains(2, 3))
                    .body("outputs[0].data", hasSize(6));
        }
        for (String none : List.of(Digest.of(new byte[1]).hex(), "1")) {
            given().body(Tensors.json("1", 1))
                    .post("/v2/models/champion/versions/" + none + "/infer")
                    .then()
                    .statusCode(404)
                    .body("error", containsString(none));
        }
        given().get("/v2/models/loser").then().statusCode(404).body("error", containsString("'champion'"));
    }

    @Test
    void speaksTheBinaryTensorExtension() throws Exception {
        Digest version = models.promoted(10);
        JsonPath json = JsonPath.from(given().contentType("application/json")
                .body(Tensors.json("1", 1))
                .post("/v2/models/champion/infer")
                .asString());
        List<Float> expected = json.getList("outputs[0].data", Float.class);
        byte[] tensor = Tensors.filled(PublishedModels.SHAPE.size(), 0.5f);
        Tensors.put(tensor, PublishedModels.SHAPE.size() - 1, 0.25f);

        Tensors.Answer answer = new Tensors(predict).infer("""
                {"id": "b", "inputs": [{"name": "input", "datatype": "FP32", "shape": [1, 3, 16, 16],
                  "parameters": {"binary_data_size": %d}}],
                 "outputs": [{"name": "logits", "parameters": {"binary_data": true}}]}""".formatted(tensor.length), tensor);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("id")).isEqualTo("b");
        assertThat(answer.json().getString("model_version")).isEqualTo(version.hex());
        assertThat(answer.json().getInt("outputs[0].parameters.binary_data_size"))
                .isEqualTo(expected.size() * Float.BYTES);
        assertThat(answer.floats()).containsExactlyElementsOf(expected);
        assertThat(new Tensors(predict).infer("", tensor).floats())
                .as("the tensor alone")
                .containsExactlyElementsOf(expected);
    }

    @Test
    void namesTheLikeliestClasses() throws IOException {
        models.promoted(11);

        given().contentType("application/json")
                .body(Tensors.json("1", 2)
                        .replace("\"logits\"}", "\"logits\", \"parameters\": {\"classification\": 2}}"))
                .post("/v2/models/champion/infer")
                .then()
                .statusCode(200)
                .body("outputs[0].datatype", equalTo("BYTES"))
                .body("outputs[0].shape", contains(2, 2))
                .body("outputs[0].data", everyItem(matchesPattern("-?[0-9.Ee-]+:[0-2]:(disc|ring|star)")));
    }

    @Test
    void answersWithAnyKeptVersionThatIsAskedForByName() throws IOException {
        Digest kept = models.publish(12);
        Digest champion = models.promoted(13);

        for (Digest version : List.of(kept, champion, kept)) {
            given().contentType("application/json")
                    .body(Tensors.json("1", 1))
                    .post("/v2/models/champion/versions/" + version + "/infer")
                    .then()
                    .statusCode(200)
                    .body("model_version", equalTo(version.hex()));
        }
        given().get("/v2/models/champion").then().body("versions", hasItems(champion.hex(), kept.hex()));
    }

    @Test
    void doesNotComputeWhatIsTooLate() throws IOException {
        models.promoted(16);

        given().contentType("application/json")
                .body("{\"parameters\": {\"timeout\": 1}, "
                        + Tensors.json("1", 1).substring(1))
                .post("/v2/models/champion/infer")
                .then()
                .statusCode(504)
                .body("error", containsString("deadline"));
        given().contentType("application/json")
                .header("X-Request-Timeout-Ms", "soon")
                .body(Tensors.json("1", 1))
                .post("/v2/models/champion/infer")
                .then()
                .statusCode(400)
                .body("error", containsString("'soon'"));
    }

    @Test
    void takesABodyWithGzip() throws IOException {
        models.promoted(17);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Tensors.json("1", 1).getBytes(StandardCharsets.UTF_8));
        }

        for (Map.Entry<String, Integer> expected :
                Map.of("gzip", 200, "zstd", 415).entrySet()) {
            given().contentType("application/json")
                    .header("Content-Encoding", expected.getKey())
                    .body(packed.toByteArray())
                    .post("/v2/models/champion/infer")
                    .then()
                    .statusCode(expected.getValue());
        }
    }
}
