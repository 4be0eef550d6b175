package dev.retort.cli.run;

import static dev.retort.cli.run.RunEvents.NOON;
import static dev.retort.cli.run.RunEvents.RUN;
import static dev.retort.cli.run.RunEvents.YAML;
import static dev.retort.cli.run.RunEvents.digest;
import static dev.retort.cli.run.RunEvents.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people must know of a run before they rely on it. */
class RunWarningsTest {
    private final RunStory story = new RunStory(RUN, experiment());

    @Test
    void warnsOnceOfATrainingThatWentOnUnderOtherConditions() {
        story.on(changed(RUN, "teacher", NOON));
        story.on(changed(RUN, "teacher", NOON.plusSeconds(5)));
        story.on(changed("another", "teacher", NOON));
        story.on(changed(RUN, "cycle-0001", NOON));

        assertThat(story.takeWarnings())
                .singleElement()
                .asString()
                .contains("teacher went on from step 40")
                .contains("threads 1, before 2");
        assertThat(story.takeWarnings()).isEmpty();
    }

    @Test
    void warnsOfALabellingThatWentOnUnderOtherConditions() {
        story.on(ConditionsChanged.ofLabelling(
                RUN, "teacher", 12, digest("set"), List.of("precision bf16, before fp32"), NOON));

        assertThat(story.takeWarnings())
                .singleElement()
                .asString()
                .contains("labelling of transfer set " + digest("set").abbreviated())
                .contains("behind batch 12", "precision bf16, before fp32");
    }

    private static ConditionsChanged changed(String run, String arm, Instant at) {
        Digest checkpoint = Digest.of(arm.getBytes(StandardCharsets.UTF_8));
        return new ConditionsChanged(run, arm, 40, checkpoint, List.of("threads 1, before 2"), at);
    }

    /** Steps of the teacher's training, ten seconds apart. */
    private static List<String> warnings(String yaml, long stepsInTenSeconds, long total)
            throws InvalidExperimentException {
        RunStory story = new RunStory(RUN, ExperimentReader.read(yaml));
        story.on(trained(0, total, 0));
        story.on(trained(stepsInTenSeconds, total, 10));
        return story.takeWarnings();
    }

    private static PhaseProgressed trained(long done, long total, long second) {
        return new PhaseProgressed(
                RUN, Phase.TEACHER_TRAINING, "teacher", done, total, Map.of(), NOON.plusSeconds(second));
    }

    @Test
    void warnsOfALongTrainingThatWritesNoCheckpointBeforeItsEnd() throws InvalidExperimentException {
        assertThat(warnings(YAML, 10, 121))
                .singleElement()
                .asString()
                .contains("training of teacher takes about 2 min 1 s")
                .contains("teacher.checkpointEverySteps");
        assertThat(warnings(YAML, 10, 120)).as("two minutes may be lost").isEmpty();
        assertThat(warnings(YAML.replace("resnet20,", "resnet20, checkpointEverySteps: 4,"), 10, 121))
                .isEmpty();
    }

    @Test
    void waitsWithItForThePaceToShowAndSaysItOnce() {
        story.on(trained(0, 1000, 0));
        story.on(trained(1, 1000, 9));
        assertThat(story.takeWarnings()).as("after nine seconds").isEmpty();

        story.on(trained(2, 1000, 10));
        assertThat(story.takeWarnings()).hasSize(1);
        story.on(trained(3, 1000, 20));
        assertThat(story.takeWarnings()).isEmpty();
    }

    @Test
    void keepsQuietOfATrainingThatIsOver() {
        story.on(trained(0, 1000, 0));
        story.on(trained(2, 1000, 10));
        story.on(new TeacherTrained(RUN, digest("images"), digest("teacher"), "resnet20", NOON.plusSeconds(20)));

        assertThat(story.takeWarnings()).isEmpty();
    }

    @Test
    void measuresATrainingThatWasKilledFromWhereItBeganAgain() {
        story.on(trained(0, 100, 0));
        story.on(trained(90, 100, 9));
        story.on(trained(0, 100, 3600));
        story.on(trained(91, 100, 3610));

        assertThat(story.takeWarnings()).isEmpty();
    }
}
