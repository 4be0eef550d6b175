package dev.retort.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunStoryTest {
    private static final String YAML = """
            name: story
            dataset: {source: drawn, trainImages: 320, testImages: 64, heldOutImages: 64}
            teacher: {network: resnet20, epochs: 2}
            transferSet: {views: 1}
            student: {network: resnet8, epochs: 2, checkpointEverySteps: 4}
            arms:
              - {name: distilled, loss: {hardLabelWeight: 0.1, softTargetWeight: 0.9, temperature: 4}}
              - {name: alone, loss: {hardLabelWeight: 1, softTargetWeight: 0}, promote: false}
            """;
    private static final String RUN = "story-1";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private RunStory story = new RunStory(RUN, experiment());

    @BeforeEach
    void begin() {
        story = new RunStory(RUN, experiment());
    }

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

    private static ConditionsChanged changed(String run, String arm, Instant at) {
        Digest checkpoint = Digest.of(arm.getBytes(StandardCharsets.UTF_8));
        return new ConditionsChanged(run, arm, 40, checkpoint, List.of("threads 1, before 2"), at);
    }

    @Test
    void saysWhoBeginsAgainWhenKilledForWantOfCheckpoints() throws InvalidExperimentException {
        assertThat(story.withoutCheckpoints())
                .hasValueSatisfying(text ->
                        assertThat(text).contains("last step of: teacher.").contains("teacher.checkpointEverySteps"));

        String both =
                YAML.replace("network: resnet20, epochs: 2", "network: resnet20, epochs: 2, checkpointEverySteps: 4");
        assertThat(new RunStory(RUN, ExperimentReader.read(both)).withoutCheckpoints())
                .isEmpty();
        String neither = YAML.replace(", checkpointEverySteps: 4", "");
        assertThat(new RunStory(RUN, ExperimentReader.read(neither)).withoutCheckpoints())
                .hasValueSatisfying(text -> assertThat(text).contains("teacher, student"));
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
    void knowsHowManyCheckpointsAreToComeOnceTheLogIsOpen() {
        story.on(teacherAt(100, 10));
        story.on(published("teacher", "t"));
        assertThat(row("checkpoints scored").isMeasured()).isFalse();
        assertThat(row("checkpoints scored").detail()).isEqualTo("0 so far");

        story.on(opened());
        story.on(scored("teacher", "t"));

        assertThat(row("checkpoints scored").detail())
                .as("one of the teacher, three of each arm: after steps 4, 8 and 10")
                .isEqualTo("1 of 7");
        assertThat(row("checkpoints scored").share()).isEqualTo(1.0 / 7);
    }

    @Test
    void passesOverOtherRuns() {
        story.on(new RunFailed("other", "teacher-service", "x", "y", NOON));
        story.on(new PhaseProgressed("other", Phase.LABELLING, "", 1, 2, Map.of(), NOON));

        assertThat(story.failure()).isEmpty();
        assertThat(row("labelling").state()).isEqualTo(PhaseRow.State.WAITING);
    }

    @Test
    void isScoredOnceTheLastCheckpointOfEachArmIs() {
        story.on(new TeacherTrained(RUN, digest("images"), digest("teacher"), "resnet20", NOON));
        story.on(new StudentTrained(RUN, "distilled", 10, digest("d"), NOON));
        story.on(new StudentTrained(RUN, "alone", 10, digest("a"), NOON));
        story.on(published("distilled", "d"));
        story.on(scored("distilled", "d"));
        assertThat(story.isTrained()).isTrue();
        assertThat(story.isScored()).isFalse();

        story.on(scored("alone", "a"));

        assertThat(story.isScored()).isTrue();
        assertThat(story.dataset()).contains(digest("images"));
        assertThat(row("checkpoints scored").state()).isEqualTo(PhaseRow.State.DONE);
    }

    @Test
    void doesNotWaitForACheckpointThatIsSkipped() {
        story.on(published("distilled", "early"));
        for (String arm : List.of("distilled", "alone")) {
            story.on(new StudentTrained(RUN, arm, 10, digest(arm), NOON));
            story.on(scored(arm, arm));
        }
        assertThat(story.isScored()).isFalse();

        story.on(new CheckpointSkipped(RUN, "distilled", 5, digest("early"), "newer ones wait", NOON));

        assertThat(story.isScored()).isTrue();
        assertThat(row("checkpoints scored").detail()).contains("2 of 3", "1 skipped: newer ones wait");
    }

    @Test
    void isDecidedOnceThePolicyHasSpokenOnEveryVersion() {
        for (String arm : List.of("distilled", "alone")) {
            story.on(new StudentTrained(RUN, arm, 10, digest(arm), NOON));
            story.on(scored(arm, arm));
        }
        story.on(decided("distilled"));
        assertThat(story.isDecided()).isFalse();

        story.on(decided("alone"));

        assertThat(story.isDecided()).isTrue();
    }

    private static PromotionDecided decided(String checkpoint) {
        Contender candidate = Contender.of(scored("distilled", checkpoint));
        DecisionInputs inputs = new DecisionInputs(2, new PromotionPolicy(0, 0), candidate, null, false, true, null, 1);
        return new PromotionDecided(
                "champion",
                candidate.modelVersion(),
                null,
                PromotionDecided.Verdict.REJECTED,
                List.of("a test"),
                PromotionDecided.POLICY,
                NOON,
                inputs,
                null,
                "test",
                NOON);
    }

    @Test
    void tellsItsOwnChampionFromThatOfAnotherRun() {
        story.on(promoted("elsewhere", 5));
        assertThat(story.champion()).isPresent();
        assertThat(story.ownChampion()).isEmpty();

        story.on(scored("distilled", "d"));
        story.on(promoted("d", 9));
        story.on(promoted("elsewhere", 7));

        assertThat(story.ownChampion()).isPresent();
        assertThat(row("champion").detail()).isEqualTo("distilled, step 10, held-out 80.0 %");
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

    private static PhaseProgressed teacherAt(long done, long second) {
        Map<String, Double> metrics = Map.of("loss", 0.25, "accuracy", 0.91, "imagesPerSecond", 800.0);
        return new PhaseProgressed(
                RUN, Phase.TEACHER_TRAINING, "teacher", done, 100, metrics, NOON.plusSeconds(second));
    }

    /** Five batches a view, two epochs: ten steps. */
    private static TransferSetOpened opened() {
        TransferSet set = new TransferSet(
                digest("set"),
                digest("images"),
                digest("teacher"),
                new Augmentation(true, 4, 0, 0),
                1,
                64,
                2,
                1,
                250,
                50,
                2,
                10);
        return new TransferSetOpened(RUN, set, NOON.plusSeconds(10));
    }

    private static CheckpointPublished published(String arm, String checkpoint) {
        return new CheckpointPublished(RUN, Role.STUDENT, arm, 10, 10, true, digest(checkpoint), "runs/…/", NOON);
    }

    private static EvaluationCompleted scored(String arm, String checkpoint) {
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(64, 0.8, 0.6);
        return new EvaluationCompleted(
                RUN,
                Role.STUDENT,
                arm,
                10,
                true,
                digest(checkpoint),
                digest("model of " + checkpoint),
                "resnet8",
                true,
                score,
                score,
                78_000,
                12_000_000,
                320_000,
                NOON);
    }

    private static ModelPromoted promoted(String checkpoint, long second) {
        return new ModelPromoted(
                "champion", digest("model of " + checkpoint), null, RUN, "distilled", "best", NOON.plusSeconds(second));
    }

    private static Digest digest(String what) {
        return Digest.of(what.getBytes(StandardCharsets.UTF_8));
    }

    private static Experiment experiment() {
        try {
            return ExperimentReader.read(YAML);
        } catch (InvalidExperimentException e) {
            throw new AssertionError(e);
        }
    }
}
