package dev.retort.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TeacherTrained;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static final String RUN = "kept-1";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String YAML = """
            name: kept
            dataset: {source: drawn, trainImages: 320, testImages: 64, heldOutImages: 64}
            teacher: {network: resnet8, epochs: 2}
            transferSet: {views: 1}
            student: {network: resnet8, epochs: 2}
            arms:
              - {name: distilled, loss: {hardLabelWeight: 0.1, softTargetWeight: 0.9, temperature: 4}}
            """;

    @Test
    void comesToTheSameStateWhateverTopicIsReadFirst() {
        List<Event> log = List.of(
                new StartRun(RUN, YAML, "test", NOON),
                new TeacherTrained(RUN, digest("images"), digest("teacher"), "resnet8", NOON.plusSeconds(1)),
                new CheckpointPublished(
                        RUN, Role.STUDENT, "distilled", 10, 10, true, digest("last"), "runs/", NOON.plusSeconds(2)),
                new StudentTrained(RUN, "distilled", 10, digest("last"), NOON.plusSeconds(3)));
        List<Event> commandsLast = new ArrayList<>(log);
        Collections.rotate(commandsLast, -1);

        RunView run = fold(commandsLast);

        assertThat(run).isEqualTo(fold(log));
        assertThat(run.status()).isEqualTo(RunView.Status.DONE);
        assertThat(run.teacherVersion()).isEqualTo(digest("teacher"));
        assertThat(run.latestCheckpoint("distilled")).isPresent();
    }

    @Test
    void goesOnAfterAFailureOnceItIsStartedAgainWhateverTopicIsReadFirst() {
        StartRun first = new StartRun(RUN, YAML, "test", NOON);
        RunFailed failed = new RunFailed(RUN, "teacher-service", "disk-full", "no space", NOON.plusSeconds(1));
        StartRun again = new StartRun(RUN, YAML, "test", NOON.plusSeconds(2));

        assertThat(fold(List.of(first, failed)).status()).isEqualTo(RunView.Status.FAILED);
        assertThat(fold(List.of(failed, first)).status()).isEqualTo(RunView.Status.FAILED);
        assertThat(fold(List.of(first, failed, again)).status()).isEqualTo(RunView.Status.RUNNING);
        assertThat(fold(List.of(first, again, failed)).status()).isEqualTo(RunView.Status.RUNNING);
    }

    @Test
    void stopsUntilItIsStartedAgain() {
        StartRun start = new StartRun(RUN, YAML, "test", NOON);
        StopRun stop = new StopRun(RUN, "enough", "test", NOON.plusSeconds(1));
        StartRun again = new StartRun(RUN, YAML, "test", NOON.plusSeconds(2));

        assertThat(fold(List.of(start, stop)).status()).isEqualTo(RunView.Status.STOPPED);
        assertThat(fold(List.of(start, stop, again)).status()).isEqualTo(RunView.Status.RUNNING);
    }

    private static RunView fold(List<Event> log) {
        Runs runs = new Runs();
        log.forEach(runs::on);
        return runs.find(RUN).orElseThrow();
    }

    private static Digest digest(String what) {
        return Digest.of(what.getBytes(StandardCharsets.UTF_8));
    }
}
