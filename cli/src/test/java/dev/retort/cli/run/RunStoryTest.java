package dev.retort.cli.run;

import static dev.retort.cli.run.RunEvents.NOON;
import static dev.retort.cli.run.RunEvents.RUN;
import static dev.retort.cli.run.RunEvents.YAML;
import static dev.retort.cli.run.RunEvents.digest;
import static dev.retort.cli.run.RunEvents.experiment;
import static dev.retort.cli.run.RunEvents.teacherAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TeacherTrained;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunStoryTest {
    private final RunStory story = new RunStory(RUN, experiment());

    @Test
    void isStoppedUntilItIsStartedAgain() {
        story.on(new StartRun(RUN, YAML, "test", NOON));
        assertThat(story.stop()).isEmpty();

        story.on(new StopRun("another", "enough", "somebody", NOON.plusSeconds(1)));
        assertThat(story.stop()).isEmpty();

        story.on(new StopRun(RUN, "enough", "somebody", NOON.plusSeconds(1)));
        assertThat(story.stop())
                .hasValueSatisfying(stop -> assertThat(stop.reason()).isEqualTo("enough"));

        story.on(new StartRun(RUN, YAML, "test", NOON.plusSeconds(2)));
        assertThat(story.stop()).isEmpty();
    }

    @Test
    void showsOneRowAPhase() {
        assertThat(story.rows())
                .extracting(PhaseRow::name)
                .containsExactly(
                        "dataset",
                        "teacher resnet20",
                        "labelling",
                        "student distilled",
                        "student alone",
                        "checkpoints scored",
                        "champion");
        assertThat(story.rows()).allMatch(row -> row.state() == PhaseRow.State.WAITING);
    }

    @Test
    void tellsWhatAFurtherStudentCosts() {
        story.on(teacherAt(0, 0));
        story.on(teacherAt(30, 20));
        story.on(new PhaseProgressed(RUN, Phase.STUDENT_TRAINING, "alone", 1, 4, Map.of(), NOON.plusSeconds(30)));
        story.on(new StudentTrained(RUN, "alone", 4, digest("alone"), NOON.plusSeconds(37)));

        assertThat(story.teacherTime()).isEqualTo(Duration.ofSeconds(20));
        assertThat(story.studentTimes()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void showsLossAccuracyAndSpeedOfTheTeacher() {
        story.on(teacherAt(0, 0));
        story.on(teacherAt(30, 20));

        PhaseRow row = row("teacher resnet20");
        assertThat(row.share()).isEqualTo(0.3);
        assertThat(row.time()).isEqualTo(Duration.ofSeconds(20));
        assertThat(row.detail()).isEqualTo("loss 0.250, accuracy 91.0 %, 800 images/s");
    }

    @Test
    void doesNotCountTheTimeWhileEverythingWasSwitchedOff() {
        story.on(teacherAt(0, 0));
        story.on(teacherAt(30, 20));
        story.on(teacherAt(31, 20 + 3600));
        story.on(teacherAt(60, 20 + 3600 + 10));

        assertThat(row("teacher resnet20").time()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void endsThePhaseBeforeWithTheFirstWordOfTheNext() {
        story.on(new StartRun(RUN, YAML, "test", NOON));
        story.on(new PhaseProgressed(RUN, Phase.DATASET, "", 384, 384, Map.of(), NOON.plusSeconds(5)));
        story.on(teacherAt(0, 6));
        story.on(teacherAt(30, 20));
        story.on(teacherAt(60, 35));
        story.on(new TeacherTrained(RUN, digest("images"), digest("teacher"), "resnet20", NOON.plusSeconds(38)));

        assertThat(row("dataset").time()).isEqualTo(Duration.ofSeconds(6));
        assertThat(row("teacher resnet20").time()).isEqualTo(Duration.ofSeconds(32));
    }

    @Test
    void countsAPhaseThatARestartBeganAgainWithoutWhatLayBetween() {
        story.on(new StartRun(RUN, YAML, "test", NOON));
        story.on(new PhaseProgressed(RUN, Phase.DATASET, "", 384, 384, Map.of(), NOON.plusSeconds(5)));
        story.on(teacherAt(0, 6));
        story.on(teacherAt(30, 20));
        story.on(new StartRun(RUN, YAML, "test", NOON.plusSeconds(25)));
        story.on(new PhaseProgressed(RUN, Phase.DATASET, "", 384, 384, Map.of(), NOON.plusSeconds(27)));
        story.on(teacherAt(31, 28));

        assertThat(row("dataset").time()).isEqualTo(Duration.ofSeconds(6 + 3));
    }

    @Test
    void passesOverOtherRuns() {
        story.on(new RunFailed("other", "teacher-service", "x", "y", NOON));
        story.on(new PhaseProgressed("other", Phase.LABELLING, "", 1, 2, Map.of(), NOON));

        assertThat(story.failure()).isEmpty();
        assertThat(row("labelling").state()).isEqualTo(PhaseRow.State.WAITING);
    }

    @Test
    void forgetsAFailureWhenTheRunWasStartedAgain() {
        story.on(new RunFailed(RUN, "teacher-service", "disk-full", "no space", NOON));
        assertThat(story.failure()).isPresent();

        story.on(new StartRun(RUN, YAML, "test", NOON.plusSeconds(1)));

        assertThat(story.failure()).isEmpty();
    }

    private PhaseRow row(String name) {
        return story.rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
