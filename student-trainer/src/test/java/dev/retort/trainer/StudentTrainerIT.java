package dev.retort.trainer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.TransferSet;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.log.LogReader;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.local.testing.LocalStackResource;
import dev.retort.local.testing.Readme;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class StudentTrainerIT {
    @Inject
    LogReader reader;

    @Inject
    Runs runs;

    @Inject
    EventPublisher publisher;

    @Inject
    MinioObjectStore store;

    @Inject
    MeterRegistry meters;

    @Inject
    TransferSets sets;

    @Inject
    SmallRuns small;

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    @Test
    void endsInTheSameBitsWhetherItWasStoppedOrNot() throws Exception {
        TransferSet set = sets.write("clean", false);
        small.start("undisturbed", set);
        Digest undisturbed = small.finalState("undisturbed");

        small.start("disturbed", set);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> runs.find("disturbed")
                        .filter(run -> run.checkpoints().size() >= 2)
                        .isPresent());
        publisher.publish(new StopRun("disturbed", "to see it go on", "test", Instant.now()));
        await().until(() -> runs.find("disturbed").orElseThrow().status() == RunView.Status.STOPPED);
        publisher.publish(new StartRun("disturbed", SmallRuns.EXPERIMENT, "test", Instant.now()));

        assertThat(small.finalState("disturbed")).isEqualTo(undisturbed);
    }

    @Test
    void trainsOnEveryBatchOnceWhateverElseIsOnTheLog() throws Exception {
        Set<String> newMeters = namesOfNewMeters();
        small.start("plain", sets.write("plain", false));
        Digest plain = small.finalState("plain");
        TransferSet set = sets.write("dirty", true);

        small.start("dirty", set);

        assertThat(small.finalState("dirty"))
                .as("duplicates and garbage change nothing")
                .isEqualTo(plain);
        assertThat(sets.deadLetters(set)).isEqualTo(2);
        String exposition = given().get("/q/metrics").asString() + String.join("\n", newMeters);
        assertThat(Readme.missingMetrics(Path.of("README.md"), exposition)).isEmpty();
    }

    @Test
    void leavesARunThatWaitsForBatchesWhenItIsStoppedOrFails() throws Exception {
        small.start("stopped", sets.open("never-filled"));
        awaitFirstStep("stopped");
        publisher.publish(new StopRun("stopped", "it waits for nothing", "test", Instant.now()));
        small.start("failed", sets.open("never-filled-either"));
        awaitFirstStep("failed");
        publisher.publish(
                new RunFailed("failed", "teacher-service", "disk-full", "no labels will come", Instant.now()));

        assertThat(small.trainShortly("next")).hasSize(6);
    }

    @Test
    void deletesOldCheckpointsThatWereScoredAndMayNotBeServed() throws Exception {
        List<CheckpointPublished> published = small.trainShortly("pruned");
        published.forEach(checkpoint -> publisher.publish(scored(checkpoint)));

        List<CheckpointPublished> old = published.subList(0, published.size() - 3);
        await().untilAsserted(() ->
                assertThat(old).noneMatch(checkpoint -> store.exists(checkpoint.objectPrefix() + ObjectKeys.MANIFEST)));
        assertThat(old)
                .hasSize(3)
                .allMatch(checkpoint -> store.list(checkpoint.objectPrefix()).isEmpty());
        assertThat(published.subList(3, 6))
                .allMatch(checkpoint -> store.exists(checkpoint.objectPrefix() + ObjectKeys.MANIFEST));
    }

    private static EvaluationCompleted scored(CheckpointPublished checkpoint) {
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(20, 0.5, 1);
        return new EvaluationCompleted(
                checkpoint.run(),
                Role.STUDENT,
                checkpoint.arm(),
                checkpoint.step(),
                checkpoint.last(),
                checkpoint.checkpoint(),
                checkpoint.checkpoint(),
                "resnet8",
                false,
                score,
                score,
                1,
                1,
                1,
                Instant.now());
    }

    /** It has begun, and waits for its batch. */
    private void awaitFirstStep(String run) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> meters.find("retort.training.step").tag("run", run).gauge() != null);
    }

    /** Also of the gauges that are gone when a training is over. */
    private Set<String> namesOfNewMeters() {
        Set<String> names = ConcurrentHashMap.newKeySet();
        meters.config().onMeterAdded(meter -> names.add(meter.getId().getName().replace('.', '_')));
        return names;
    }
}
