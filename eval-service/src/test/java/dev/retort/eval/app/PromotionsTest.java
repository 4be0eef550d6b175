package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.digest;
import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.eval.config.EvaluationConfig;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.run.Runs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromotionsTest {
    private static final EvaluationConfig CONFIG = new EvaluationConfig() {
        @Override
        public int threads() {
            return 1;
        }

        @Override
        public Duration retryAfter() {
            return Duration.ZERO;
        }
    };

    private final Standings standings = new Standings();
    private final Runs runs = new Runs();
    private final List<Event> published = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Promotions promotions =
            new Promotions(standings, runs, new PatientPublisher(published::add, CONFIG), metrics);

    @BeforeEach
    void twoRunsOnOneDataset() {
        for (String run : List.of("first", "second")) {
            String experiment = """
                    name: %s
                    dataset: {source: drawn, trainImages: 100, heldOutImages: 20}
                    teacher: {network: resnet20, epochs: 1}
                    student: {network: resnet8, epochs: 1}
                    promotion: {minimumAccuracy: 0.3, minimumImprovement: 0.05}
                    """.formatted(run);
            runs.on(new StartRun(run, experiment, "test", START));
            runs.on(new TeacherTrained(run, digest("dataset"), digest("teacher"), "resnet20", START));
        }
    }

    private void evaluated(EvaluationCompleted evaluation) throws InterruptedException {
        standings.on(evaluation);
        promotions.decide(evaluation);
    }

    private Promote promote(String name) {
        return new Promote("champion", version(name), "because", "anna", START.plusSeconds(100));
    }

    @Test
    void promotesOnlyWhatBeatsTheChampionOfAnotherRunOnTheSameImages() throws InterruptedException {
        evaluated(evaluation("first", "a", 0.5, 1));
        evaluated(evaluation("second", "b", 0.52, 2));
        evaluated(evaluation("second", "c", 0.56, 3));

        assertThat(published)
                .extracting(event -> ((ModelPromoted) event).modelVersion())
                .containsExactly(version("a"), version("c"));
        assertThat(((ModelPromoted) published.getLast()).previous()).isEqualTo(version("a"));
    }

    @Test
    void decidesTheSameWhenItDecidesAgain() throws InterruptedException {
        EvaluationCompleted champion = evaluation("first", "a", 0.5, 1);
        EvaluationCompleted worse = evaluation("first", "b", 0.4, 2);
        evaluated(champion);
        evaluated(worse);
        promotions.decide(champion);
        promotions.decide(worse);

        assertThat(published).hasSize(1);
    }

    @Test
    void promotesOnCommandWhatThePolicyWouldNotAndRecordsWhy() throws InterruptedException {
        evaluated(evaluation("first", "a", 0.5, 1));
        evaluated(evaluation("first", "b", 0.1, 2));
        promotions.execute(promote("b"));

        ModelPromoted promoted = (ModelPromoted) published.getLast();
        assertThat(promoted.modelVersion()).isEqualTo(version("b"));
        assertThat(promoted.reason()).contains("anna", "because");
    }

    @Test
    void refusesToPromoteAVersionItDoesNotKnowOrATeacher() throws InterruptedException {
        evaluated(evaluation("first", "teacher", 0.9, 1, Role.TEACHER, false, true));
        promotions.execute(promote("nobody"));
        promotions.execute(promote("teacher"));

        assertThat(published).isEmpty();
        assertThat(metrics.counter("retort.commands.refused", "command", "promote")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void rollsBackOneStepAndNotBetweenTwoVersionsForEver() throws InterruptedException {
        evaluated(evaluation("first", "a", 0.5, 1));
        evaluated(evaluation("first", "b", 0.6, 2));
        RollBack command = new RollBack("champion", "it is worse", "anna", START.plusSeconds(100));
        promotions.execute(command);
        promotions.execute(command);

        ModelRolledBack back = (ModelRolledBack) published.getLast();
        assertThat(back.modelVersion()).isEqualTo(version("a"));
        assertThat(back.previous()).isEqualTo(version("b"));
        assertThat(published).hasSize(3);
    }

    @Test
    void refusesToRollBackWhereNothingWasBefore() throws InterruptedException {
        promotions.execute(new RollBack("champion", "it is worse", "anna", START));
        evaluated(evaluation("first", "a", 0.5, 1));
        promotions.execute(new RollBack("champion", "it is worse", "anna", START));

        assertThat(published).hasSize(1);
        assertThat(metrics.counter("retort.commands.refused", "command", "rollback")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void stampsAPromotionNotBeforeItsCauseWhateverTheClocksSay() throws InterruptedException {
        evaluated(evaluation("first", "a", 0.5, 1));
        evaluated(evaluation("first", "b", 0.4, 2));
        Instant ahead = Instant.now().plusSeconds(3600);
        promotions.execute(new Promote("champion", version("b"), "because", "anna", ahead));

        assertThat(((ModelPromoted) published.getLast()).at()).isAfterOrEqualTo(ahead);
    }
}
