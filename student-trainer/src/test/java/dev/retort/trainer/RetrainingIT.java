package dev.retort.trainer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.log.LogReader;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.local.testing.LocalStackResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A student that goes on from the champion, with new samples. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class RetrainingIT {
    private static final String CONTINUOUS = SmallRuns.EXPERIMENT + """
            continuous: {batchSize: 16, views: 2, window: 64, epochs: 8, trigger: {newSamples: 40}}
            """;
    /** Eight passes over 4 · 12 samples, eight of them a step. */
    private static final int CYCLE_STEPS = 48;

    @Inject
    LogReader reader;

    @Inject
    Runs runs;

    @Inject
    EventPublisher publisher;

    @Inject
    Checkpoints checkpoints;

    @Inject
    TransferSets transferSets;

    @Inject
    ContinuousSets continuousSets;

    @Inject
    SmallRuns small;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    /** New samples with and without labels, and old ones: the same bits, held and stopped in the middle or not. */
    @Test
    void retrainsTheChampionToTheSameBitsWhetherItWasStoppedOrNot() throws Exception {
        TransferSet old = transferSets.write("replayed", false);
        ContinuousSet fresh = continuousSets.write(old);
        Digest undisturbed = cycled("goes-on", old, fresh, () -> {});

        Digest disturbed = cycled("goes-on-again", old, fresh, () -> {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> cycleCheckpoints("goes-on-again").size() >= 2);
            publisher.publish(new PauseRetraining(PromotionEvent.CHAMPION, "holiday", "test", Instant.now()));
            await().untilAsserted(() -> given().get("/cycles")
                    .then()
                    .body("find { it.run == 'goes-on-again' }.waitsFor", containsString("paused: holiday")));
            publisher.publish(new StopRun("goes-on-again", "to see it go on", "test", Instant.now()));
            await().until(() -> runs.find("goes-on-again").orElseThrow().status() == RunView.Status.STOPPED);
            small.assertStoppedInTheMiddle("goes-on-again", "cycle-0001");
            publisher.publish(new StartRun("goes-on-again", CONTINUOUS, "test", Instant.now()));
            await().during(Duration.ofSeconds(1))
                    .untilAsserted(() -> small.assertStoppedInTheMiddle("goes-on-again", "cycle-0001"));
            publisher.publish(new ResumeRetraining(PromotionEvent.CHAMPION, "back", "test", Instant.now()));
        });

        assertThat(disturbed).isEqualTo(undisturbed);
        await().untilAsserted(() -> assertThat(meters.find("retort.progress.data.wait.share")
                        .tag("arm", "cycle")
                        .gauge())
                .as("what its data cost")
                .isNotNull());
        assertThat(cycleCheckpoints("goes-on-again")).as("each once").hasSize(CYCLE_STEPS / 5 + 1);
        CheckpointPublished second = cycleCheckpoints("goes-on-again").get(1);
        given().post("/replays/" + second.checkpoint()).then().statusCode(200).body("steps", equalTo(10));
        assertThat(TrainedAgainIT.replayed(second).getString("state")).isEqualTo("agrees");
        given().get("/cycles")
                .then()
                .body("find { it.run == 'goes-on-again' }.waitsFor", equalTo("the end of cycle-0001"))
                .body("find { it.run == 'goes-on-again' }.cycles[0].state", equalTo("scoring"));

        publisher.publish(new CheckpointSkipped(
                "goes-on-again", "cycle-0001", CYCLE_STEPS, second.checkpoint(), "it cannot be scored", Instant.now()));
        await().untilAsserted(() -> given().get("/cycles")
                .then()
                .body("find { it.run == 'goes-on-again' }.waitsFor", equalTo("new samples: 0 of 40"))
                .body("find { it.run == 'goes-on-again' }.cycles[0].state", equalTo("inconclusive")));
    }

    /** The same steps would give the same loss again, and no cycle would ever follow. */
    @Test
    void endsACycleWhoseLossIsNotFiniteAndLeavesItsRunAlive() throws Exception {
        TransferSet old = transferSets.write("diverging", false);
        ContinuousSet fresh = continuousSets.write(old);

        begin("diverges", CONTINUOUS.replace("window", "learningRate: 1000000, window"), old, fresh);

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> given().get("/cycles")
                        .then()
                        .body("find { it.run == 'diverges' }.cycles[0].state", equalTo("inconclusive"))
                        .body("find { it.run == 'diverges' }.cycles[0].reasons[0]", containsString("not finite"))
                        .body("find { it.run == 'diverges' }.waitsFor", equalTo("new samples: 0 of 40")));
        assertThat(runs.find("diverges").orElseThrow().status()).isEqualTo(RunView.Status.DONE);
    }

    /** Trains the run's student, makes it the champion, and lets new samples come: answers the student's final state. */
    private Digest begin(String run, String experiment, TransferSet old, ContinuousSet fresh) {
        small.start(run, experiment, old);
        Digest trained = small.finalState(run);
        promote(run, runs.find(run).orElseThrow().latestCheckpoint("distilled").orElseThrow());
        publisher.publish(new ContinuousSetOpened(run, fresh, Instant.now()));
        for (int batch = 0; batch < ContinuousSets.BATCHES; batch++) {
            publisher.publish(new SamplesAdmitted(
                    run, fresh.id(), batch, 16L * batch, 16L * batch + 16, 16, 4, 8, fresh.id(), Instant.now()));
        }
        return trained;
    }

    /** Answers the final state of its first cycle. */
    private Digest cycled(String run, TransferSet old, ContinuousSet fresh, Runnable disturbance) {
        Digest trained = begin(run, CONTINUOUS, old, fresh);
        disturbance.run();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> runs.find(run).orElseThrow().trainedArms().contains("cycle-0001"));
        RunView view = runs.find(run).orElseThrow();
        assertThat(view.failure()).isNull();
        CheckpointManifest manifest = checkpoints
                .fetch(view.latestCheckpoint("cycle-0001").orElseThrow())
                .manifest();
        assertThat(manifest.step()).isEqualTo(manifest.totalSteps()).isEqualTo(CYCLE_STEPS);
        Digest state = SmallRuns.stateOf(manifest);
        assertThat(state).isNotEqualTo(trained);
        return state;
    }

    private List<CheckpointPublished> cycleCheckpoints(String run) {
        return runs.find(run).orElseThrow().checkpoints().stream()
                .filter(checkpoint -> checkpoint.arm().equals("cycle-0001"))
                .toList();
    }

    private void promote(String run, CheckpointPublished checkpoint) {
        Digest version = Digest.of(run.getBytes(StandardCharsets.UTF_8));
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(40, 0.5, 1);
        publisher.publish(new EvaluationCompleted(
                run,
                Role.STUDENT,
                "distilled",
                checkpoint.step(),
                true,
                checkpoint.checkpoint(),
                version,
                "resnet8",
                true,
                score,
                score,
                1,
                1,
                1,
                Instant.now()));
        publisher.publish(new ModelPromoted(
                PromotionEvent.CHAMPION, version, null, run, "distilled", "the first", Instant.now()));
    }
}
