package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.contracts.Digest;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the description shows can be sent as it is. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OpenApiExamplesIT {
    @Inject
    PublishedModels models;

    @Test
    void answersEveryExampleOfAnInference() throws IOException {
        Digest version = models.promoted(30);
        Map<String, Map<String, ?>> paths = description().getMap("paths");

        List<String> asked = new ArrayList<>();
        for (String path : paths.keySet()) {
            Object example =
                    description().get("paths.'" + path + "'.post.requestBody.content.'application/json'.example");
            if (path.endsWith("/infer")) {
                assertThat(example).as(path).isNotNull();
                given().contentType("application/json")
                        .body(example)
                        .post(filledIn(path))
                        .then()
                        .statusCode(200)
                        .body("model_version", equalTo(version.hex()));
                asked.add(filledIn(path));
            }
        }
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "/v2/models/champion/infer", "/v2/models/champion/versions/" + version + "/infer");
    }

    /** With the examples of its parameters. */
    private static String filledIn(String path) {
        List<Map<String, String>> parameters = description().getList("paths.'" + path + "'.parameters");
        String filled = path;
        for (Map<String, String> parameter : parameters) {
            filled = filled.replace("{" + parameter.get("name") + "}", String.valueOf(parameter.get("example")));
        }
        return filled;
    }

    private static JsonPath description() {
        return given().queryParam("format", "json").get("/q/openapi").jsonPath();
    }
}
