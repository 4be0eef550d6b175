package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CanaryBounds;
import dev.retort.contracts.event.CanaryEnded;
import dev.retort.contracts.event.EndCanary;
import dev.retort.contracts.event.EndShadow;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ShadowEnded;
import dev.retort.contracts.event.StartCanary;
import dev.retort.contracts.event.StartShadow;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Canary and shadow over the log and over sockets. Its name puts it behind the tests that begin with no model. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class TrialsIT {
    private static final int REQUESTS = 40;
    private static final CanaryBounds WIDE = new CanaryBounds(0.5, 60_000, 1000);
    private static final String ONE_IMAGE = "{%s \"inputs\": [{\"name\": \"input\", \"datatype\": \"FP32\","
            + " \"shape\": [1, 3, 16, 16], \"data\": [" + "0.5,".repeat(PublishedModels.SHAPE.size() - 1) + "0.25]}]}";

    @Inject
    PublishedModels models;

    @Inject
    EndedTrials ended;

    private Digest champion = Digest.of(new byte[0]);

    @BeforeEach
    void promote() throws IOException {
        champion = models.promoted(70);
    }

    @Test
    void answersTheSameShareOfRequestsWithTheCanaryUntilItIsEnded() throws IOException {
        Digest tried = models.publish(71);
        models.say(
                new StartCanary(PromotionEvent.CHAMPION, tried, 0.5, WIDE, "on real traffic", "test", Instant.now()));
        await().until(() -> trials().contains(tried.hex()) && trials().contains("\"answering\":true"));

        Map<String, String> versions = versions();
        assertThat(versions.values()).contains(champion.hex(), tried.hex());
        assertThat(versions()).as("sticky").isEqualTo(versions);
        versions.forEach((id, version) -> {
            assertThat(infer(ONE_IMAGE.formatted("\"id\": \"" + id + "\","), "another")
                            .path("model_version")
                            .toString())
                    .as("by the id of the request itself")
                    .isEqualTo(version);
            assertThat(predict(id)).isEqualTo(version);
        });
        given().get("/v2/models/champion/versions/" + champion + "/ready")
                .then()
                .statusCode(200);

        models.say(new EndCanary(PromotionEvent.CHAMPION, "seen enough", "test", Instant.now()));
        TrialEnded end = awaitEnd(tried);
        assertThat(end).isInstanceOfSatisfying(CanaryEnded.class, canary -> {
            long share = versions.values().stream().filter(tried.hex()::equals).count();
            assertThat(canary.requests()).isEqualTo(4 * share);
            assertThat(canary.failures()).isZero();
            assertThat(canary.automatic()).isFalse();
            assertThat(canary.reason()).isEqualTo("seen enough");
        });
        assertThat(versions().values()).containsOnly(champion.hex());
        assertThat(trials()).isEqualTo("[]");
    }

    @Test
    void endsACanaryThatIsTooSlowByItself() throws IOException {
        Digest tried = models.publish(72);
        models.say(new StartCanary(
                PromotionEvent.CHAMPION, tried, 1, new CanaryBounds(1, 1e-6, 5), "try it", "test", Instant.now()));
        await().until(() -> trials().contains("\"answering\":true"));

        await().until(() -> predict("1").equals(champion.hex()));

        TrialEnded end = awaitEnd(tried);
        assertThat(end.automatic()).isTrue();
        assertThat(end.reason()).contains("the p99 of its latest");
    }

    @Test
    void refusesACanaryThatDoesNotAnswerAsItDidWhenItWasScored() throws IOException {
        Digest wrong = models.publishWithAnswersOfAnother(73);
        models.say(new StartCanary(PromotionEvent.CHAMPION, wrong, 1, WIDE, "try it", "test", Instant.now()));

        TrialEnded end = awaitEnd(wrong);

        assertThat(end.automatic()).isTrue();
        assertThat(end.reason()).contains("it was refused: to golden image 0");
        assertThat(predict("1")).isEqualTo(champion.hex());
    }

    @Test
    void asksTheShadowWhatTheChampionWasAsked() throws IOException {
        Digest asked = models.publish(74);
        models.say(new StartShadow(PromotionEvent.CHAMPION, asked, 1, "does it agree?", "test", Instant.now()));
        await().until(() -> trials().contains("\"answering\":true"));

        assertThat(versions().values()).containsOnly(champion.hex());
        await().until(() -> trials().contains("\"compared\":" + REQUESTS));
        assertThat(given().get("/q/metrics").asString()).contains("retort_gateway_trial{kind=\"shadow\"} 1.0");
        models.say(new EndShadow(PromotionEvent.CHAMPION, "seen enough", "test", Instant.now()));

        assertThat(awaitEnd(asked)).isInstanceOfSatisfying(ShadowEnded.class, shadow -> {
            assertThat(shadow.compared() + shadow.dropped()).isEqualTo(REQUESTS);
            boolean same = likeliest(champion).equals(likeliest(asked));
            assertThat(shadow.agreed()).as("the same image each time").isEqualTo(same ? shadow.compared() : 0);
            assertThat(shadow.disagreements()).hasSize(same ? 0 : (int) Math.min(32, shadow.compared()));
            assertThat(shadow.failures()).isZero();
        });
    }

    /** The class that a version gives the image when it is asked by name. */
    private static String likeliest(Digest version) {
        String answer = given().contentType("application/json")
                .body(ONE_IMAGE.formatted(
                        "\"outputs\": [{\"name\": \"logits\", \"parameters\": {\"classification\": 1}}],"))
                .post("/v2/models/champion/versions/" + version + "/infer")
                .path("outputs[0].data[0]");
        return answer.split(":", -1)[2];
    }

    private TrialEnded awaitEnd(Digest version) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !ended.of(version).isEmpty());
        assertThat(ended.of(version)).as("said once").hasSize(1);
        return ended.of(version).getFirst();
    }

    /** By request id, the version that answers it. */
    private static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            String id = "request-" + i;
            Response response = infer(ONE_IMAGE.formatted(""), id);
            assertThat(response.header("X-Request-Id")).isEqualTo(id);
            versions.put(id, response.path("model_version"));
        }
        return versions;
    }

    private static Response infer(String body, String headerId) {
        Response response = given().contentType("application/json")
                .header("X-Request-Id", headerId)
                .body(body)
                .post("/v2/models/champion/infer");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response;
    }

    private static String predict(String id) {
        return given().contentType("image/png")
                .header("X-Request-Id", id)
                .body(Images.PNG)
                .post("/predict")
                .path("modelVersion");
    }

    private static String trials() {
        return given().get("/trials").asString();
    }
}
