package dev.retort.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationCompleted.Score;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.experiment.ExportPrecision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Retention retention = new Retention(2);

    @Test
    void letsOldCheckpointsOfABaselineGoButNeitherTheNewestNorTheLast() {
        publish("alone", 1, 2, 3, 4);
        score("alone", false, 1, 2, 3, 4);
        assertThat(obsoleteSteps()).containsExactly(1L, 2L);

        retention.on(published("alone", 5, true));
        publish("alone", 6, 7);
        score("alone", false, 5, 6, 7);

        assertThat(obsoleteSteps()).as("5 was the last of its training").containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void keepsWhatWaitsToBeScored() {
        publish("alone", 1, 2, 3, 4);
        score("alone", false, 2);

        assertThat(obsoleteSteps()).containsExactly(2L);
    }

    @Test
    void keepsWhatMayBeServedAndLetsGoWhatWasSkipped() {
        publish("distilled", 1, 2, 3, 4, 5);
        score("distilled", true, 1, 3);
        skip("distilled", 2);

        assertThat(obsoleteSteps()).containsExactly(2L);
    }

    @Test
    void keepsWhatWasEverPromoted() {
        publish("alone", 1, 2, 3, 4, 5, 6);
        score("alone", false, 1, 2, 3, 4, 5, 6);
        retention.on(new ModelPromoted("champion", version("alone", 3), null, "run", "alone", "by hand", NOON));
        retention.on(new ModelPromoted(
                "champion", version("other", 1), version("alone", 3), "run", "other", "better", NOON.plusSeconds(1)));

        assertThat(obsoleteSteps()).containsExactly(1L, 2L, 4L);
    }

    /** What is let go before a promotion is not what the promoted one rests on. */
    @Test
    void letsGoBeforeAPromotionWhatItLetsGoAfterIt() {
        publish("distilled", 1, 2, 3, 4, 5);
        skip("distilled", 1, 2);
        score("distilled", true, 3);
        assertThat(obsoleteSteps()).containsExactly(1L, 2L);

        retention.on(new ModelPromoted("champion", version("distilled", 3), null, "run", "distilled", "better", NOON));

        assertThat(obsoleteSteps()).containsExactly(1L, 2L);
    }

    @Test
    void keepsWhatARunStartsFrom() {
        publish("alone", 1, 2, 3, 4, 5, 6);
        score("alone", false, 1, 2, 3, 4, 5, 6);

        start("next", "start: {checkpoint: %s}".formatted(checkpoint("alone", 1)));
        assertThat(obsoleteSteps()).containsExactly(2L, 3L, 4L);

        start("next", "start: {version: %s}".formatted(version("alone", 2)));
        assertThat(obsoleteSteps()).containsExactly(3L, 4L);
    }

    @Test
    void keepsWhereATrainingWentOnUnderOtherConditions() {
        publish("alone", 1, 2, 3, 4, 5);
        skip("alone", 1, 2, 3);

        retention.on(
                new ConditionsChanged("run", "alone", 2, checkpoint("alone", 2), List.of("threads 1, before 2"), NOON));

        assertThat(obsoleteSteps()).containsExactly(1L, 3L);
    }

    @Test
    void keepsWhatWaitsToBeScoredInItsOtherForm() {
        start("run", "export: {precisions: [fp32, int8]}");
        publish("alone", 1, 2, 3, 4);
        score("alone", false, 1, 2, 3, 4);
        assertThat(obsoleteSteps()).isEmpty();

        score("alone", false, ExportPrecision.INT8, 1);

        assertThat(obsoleteSteps()).containsExactly(1L);
    }

    @Test
    void letsOldCheckpointsOfATeacherGoOnceItIsTrained() {
        for (int step = 1; step <= 4; step++) {
            Digest digest = checkpoint("teacher", step);
            retention.on(
                    new CheckpointPublished("run", Role.TEACHER, "teacher", step, 4, step == 4, digest, "p/", NOON));
        }
        skip("teacher", 1, 2, 3, 4);
        assertThat(obsoleteSteps()).isEmpty();

        retention.on(new TeacherTrained("run", checkpoint("images", 0), version("teacher", 4), "resnet20", NOON));

        assertThat(obsoleteSteps()).containsExactly(1L, 2L);
    }

    private void skip(String arm, int... steps) {
        for (int step : steps) {
            retention.on(new CheckpointSkipped("run", arm, step, checkpoint(arm, step), "too many", NOON));
        }
    }

    private List<Long> obsoleteSteps() {
        return retention.obsolete().stream().map(CheckpointPublished::step).toList();
    }

    private void publish(String arm, int... steps) {
        for (int step : steps) {
            retention.on(published(arm, step, false));
        }
    }

    private static CheckpointPublished published(String arm, int step, boolean last) {
        return new CheckpointPublished("run", Role.STUDENT, arm, step, 9, last, checkpoint(arm, step), "p/", NOON);
    }

    private void score(String arm, boolean promotable, int... steps) {
        for (int step : steps) {
            score(arm, promotable, ExportPrecision.FP32, step);
        }
    }

    private void score(String arm, boolean promotable, ExportPrecision precision, int step) {
        Score score = new Score(10, 0.5, 1);
        retention.on(new EvaluationCompleted(
                "run",
                Role.STUDENT,
                arm,
                step,
                false,
                checkpoint(arm, step),
                version(arm, step),
                "resnet8",
                promotable,
                score,
                score,
                1,
                1,
                1,
                NOON,
                null,
                precision));
    }

    /** @param key of the student */
    private void start(String run, String key) {
        retention.on(new StartRun(run, """
                name: small
                dataset: {source: drawn}
                teacher: {network: resnet8, epochs: 1}
                student: {network: resnet8, epochs: 1, %s}
                """.formatted(key), "test", NOON));
    }

    private static Digest checkpoint(String arm, int step) {
        return Digest.of((arm + step).getBytes(StandardCharsets.UTF_8));
    }

    private static Digest version(String arm, int step) {
        return Digest.of(("version " + arm + step).getBytes(StandardCharsets.UTF_8));
    }
}
