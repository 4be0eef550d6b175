package dev.retort.teacher;

import static dev.retort.teacher.SubmittedRuns.EXPERIMENT;
import static dev.retort.teacher.SubmittedRuns.exposition;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.retort.contracts.Digest;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.RunFailed;
import dev.retort.kit.log.LogReader;
import dev.retort.kit.log.MessageSender;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.local.testing.LocalStackResource;
import dev.retort.local.testing.Readme;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes of experiments that are given to a running service. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class RunsIT {
    @Inject
    LogReader reader;

    @Inject
    Runs runs;

    @Inject
    MessageSender sender;

    @Inject
    MeterRegistry meters;

    private SubmittedRuns submitted() {
        return new SubmittedRuns(runs);
    }

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    @Test
    void namesLineKeyAndWhatIsAllowedOfEveryMistake() {
        String wrong = """
                name: wrong
                colour: blue
                dataset: {source: drawn, heldOutImages: -1}
                teacher: {network: resnet8, epochs: 0}
                student: {network: resnet7, epochs: 1}
                """;

        given().contentType("application/yaml")
                .body(wrong.getBytes(StandardCharsets.UTF_8))
                .post("/runs")
                .then()
                .statusCode(400)
                .body("error", containsString("cannot be run"))
                .body("problems", hasSize(4))
                .body("problems.find { it.key == 'colour' }.line", equalTo(2))
                .body(
                        "problems.find { it.key == 'colour' }.message",
                        allOf(containsString("unknown key"), containsString("teacher"), containsString("student")))
                .body("problems.find { it.key == 'dataset.heldOutImages' }.line", equalTo(3))
                .body(
                        "problems.find { it.key == 'teacher.epochs' }.message",
                        allOf(containsString("0 is out of range"), containsString("1 to ")))
                .body("problems.find { it.key == 'student.network' }.line", equalTo(5))
                .body("problems.find { it.key == 'student.network' }.message", containsString("resnet20"));
    }

    @Test
    void takesATeacherThatIsInTheStoreByItsDigest() {
        RunView first = submitted().labelled(SubmittedRuns.start(EXPERIMENT.replace("NAME", "trains")));
        Digest teacher = Objects.requireNonNull(first.teacherVersion());

        RunView second = submitted()
                .labelled(SubmittedRuns.start(EXPERIMENT
                        .replace("NAME", "loads")
                        .replace("{network: resnet8, epochs: 1, batchSize: 32}", named("resnet8", teacher))));

        assertThat(second.teacherVersion()).isEqualTo(teacher);
        assertThat(second.checkpoints()).as("nothing is trained").isEmpty();
    }

    @Test
    void failsARunWhoseTeacherIsNotWhatTheExperimentSays() {
        Digest unknown = Digest.of("no teacher".getBytes(StandardCharsets.UTF_8));
        RunFailed missing = submitted()
                .failed(SubmittedRuns.start(EXPERIMENT
                        .replace("NAME", "misses")
                        .replace("{network: resnet8, epochs: 1, batchSize: 32}", named("resnet8", unknown))));
        assertThat(missing.code()).isEqualTo("teacher-missing");
        assertThat(missing.reason()).contains(unknown.hex());

        RunView trained = submitted().labelled(SubmittedRuns.start(EXPERIMENT.replace("NAME", "trains")));
        Digest teacher = Objects.requireNonNull(trained.teacherVersion());
        RunFailed other = submitted()
                .failed(SubmittedRuns.start(EXPERIMENT
                        .replace("NAME", "mistakes")
                        .replace("{network: resnet8, epochs: 1, batchSize: 32}", named("resnet20", teacher))));
        assertThat(other.code()).isEqualTo("teacher-mismatch");
        assertThat(other.reason()).contains("resnet8").contains("resnet20");
    }

    @Test
    void measuresWhatItsReadmeSays() throws IOException {
        Set<String> newMeters = namesOfNewMeters();
        submitted().labelled(SubmittedRuns.start(EXPERIMENT.replace("NAME", "is-measured\nseed: 2")));
        submitted().failed(SubmittedRuns.start("""
                name: fails
                dataset: {source: folder, path: no-such-folder, heldOutImages: 4}
                teacher: {network: resnet8, epochs: 1}
                student: {network: resnet8, epochs: 1}
                """));
        byte[] garbage = "{garbage".getBytes(StandardCharsets.UTF_8);
        sender.send(new Message(Topics.COMMANDS, "x", Map.of("ce_specversion", "1.0", "ce_type", "nonsense"), garbage));
        await().until(() -> exposition().contains("retort_dead_letters_total"));

        String exposition = exposition() + String.join("\n", newMeters);
        assertThat(Readme.metrics(Path.of("README.md"))).isNotEmpty();
        assertThat(Readme.missingMetrics(Path.of("README.md"), exposition)).isEmpty();
        assertThat(Readme.metrics(Path.of("../service-kit/README.md"))).isNotEmpty();
        assertThat(Readme.missingMetrics(Path.of("../service-kit/README.md"), exposition))
                .isEmpty();
    }

    /** Also of the gauges that are gone when a training is over. */
    private Set<String> namesOfNewMeters() {
        Set<String> names = ConcurrentHashMap.newKeySet();
        meters.config().onMeterAdded(meter -> names.add(meter.getId().getName().replace('.', '_')));
        return names;
    }

    private static String named(String network, Digest version) {
        return "{network: %s, epochs: 1, version: %s}".formatted(network, version);
    }
}
