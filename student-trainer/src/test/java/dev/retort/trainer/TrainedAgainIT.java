package dev.retort.trainer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.log.LogReader;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A student that is trained again, as an audit. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class TrainedAgainIT {
    @Inject
    LogReader reader;

    @Inject
    Runs runs;

    @Inject
    Checkpoints checkpoints;

    @Inject
    EventPublisher publisher;

    @Inject
    TransferSets sets;

    @Inject
    BegunElsewhere elsewhere;

    @Inject
    SmallRuns small;

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    @Test
    void trainsAStudentAgainToTheSameBitsAndNoticesOthers() throws Exception {
        List<CheckpointPublished> published = small.trainShortly("original");
        CheckpointPublished last = published.getLast();

        given().post("/replays/" + TransferSets.TEACHER)
                .then()
                .statusCode(404)
                .body("error", containsString("no checkpoint"));
        given().post("/replays/nonsense").then().statusCode(400);
        given().post("/replays/" + last.checkpoint()).then().statusCode(200).body("steps", equalTo(30));
        assertThat(replayed(last).getString("state")).isEqualTo("agrees");

        CheckpointPublished other = publishWithStateOf(last, published.getFirst());
        given().post("/replays/" + other.checkpoint()).then().statusCode(200);
        JsonPath answer = replayed(other);
        assertThat(answer.getString("state")).isEqualTo("differs");
        assertThat(answer.getString("reasons")).contains("the state has digest").contains("the log was read");
    }

    @Test
    void saysThatAStudentWentOnUnderOtherConditionsAndTrainsItAgainUnderBoth() throws Exception {
        TransferSet set = sets.write("for-mixed", false);
        int threads = Runtime.getRuntime().availableProcessors() + 1;
        CheckpointPublished begun = elsewhere.begin("mixed", set, threads);
        await().until(() -> runs.find("mixed")
                .filter(run -> run.checkpoints().contains(begun))
                .isPresent());

        publisher.publish(new TransferSetOpened("mixed", set, Instant.now()));

        await().atMost(Duration.ofMinutes(1))
                .until(() -> runs.find("mixed").orElseThrow().status() == RunView.Status.DONE);
        RunView mixed = runs.find("mixed").orElseThrow();
        assertThat(mixed.conditionChanges()).singleElement().satisfies(changed -> {
            assertThat(changed.checkpoint()).isEqualTo(begun.checkpoint());
            assertThat(changed.changes()).containsExactly("threads %d, before %d".formatted(threads - 1, threads));
        });
        CheckpointPublished last = mixed.latestCheckpoint("distilled").orElseThrow();
        given().post("/replays/" + last.checkpoint()).then().statusCode(200);
        JsonPath answer = replayed(last);
        assertThat(answer.getString("state")).isEqualTo("agrees");
        assertThat(answer.getString("differences")).contains("from step 5 on", "threads");
    }

    /** Once it is over. */
    static JsonPath replayed(CheckpointPublished checkpoint) {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> given().get("/replays/" + checkpoint.checkpoint()).jsonPath(),
                        answer -> !answer.getString("state").equals("running"));
    }

    /** A checkpoint that says of itself that it is the other one's step, and is not. */
    private CheckpointPublished publishWithStateOf(CheckpointPublished claimed, CheckpointPublished actual) {
        CheckpointManifest manifest = checkpoints.fetch(claimed).manifest();
        Network network = Networks.create("resnet8", ImageShape.CIFAR, 10);
        CheckpointPublished forged = checkpoints.publish(
                Role.STUDENT,
                checkpoints.state(checkpoints.fetch(actual), network).snapshot(network),
                files -> new CheckpointManifest(
                        manifest.run(),
                        manifest.arm(),
                        manifest.network(),
                        manifest.classes(),
                        manifest.step(),
                        manifest.totalSteps(),
                        manifest.dataset(),
                        manifest.transferSet(),
                        manifest.teacherVersion(),
                        0,
                        manifest.offsets(),
                        manifest.experiment(),
                        manifest.seed(),
                        manifest.precision(),
                        manifest.threads(),
                        manifest.machine(),
                        null,
                        "forged",
                        files));
        await().until(() ->
                runs.find(manifest.run()).orElseThrow().checkpoints().contains(forged));
        return forged;
    }
}
