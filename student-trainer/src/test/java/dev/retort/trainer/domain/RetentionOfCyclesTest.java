package dev.retort.trainer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationCompleted.Score;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cycles of four steps, with a checkpoint after each, of which the last is scored. */
class RetentionOfCyclesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Digest SET = digest("set");
    private static final int STEPS = 4;

    private final Retention retention = new Retention(2);
    private final List<Event> log = new ArrayList<>();

    private void say(Event event) {
        log.add(event);
        retention.on(event);
    }

    private static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Digest checkpoint(int cycle, int step) {
        return digest("%d at %d".formatted(cycle, step));
    }

    private static Digest version(int cycle) {
        return digest("version " + cycle);
    }

    /** @param parent cycle that it goes on from; 0 is the student that the run began with */
    private void trained(int cycle, int parent, int steps) {
        say(new RetrainingStarted(
                "run",
                cycle,
                Arm.cycle(cycle),
                version(parent),
                checkpoint(parent, STEPS),
                SET,
                cycle,
                cycle + 1,
                SET,
                4,
                4,
                cycle,
                STEPS,
                0.1,
                "",
                NOON));
        for (int step = 1; step <= steps; step++) {
            say(new CheckpointPublished(
                    "run",
                    Role.STUDENT,
                    Arm.cycle(cycle),
                    step,
                    STEPS,
                    step == STEPS,
                    checkpoint(cycle, step),
                    "p/",
                    NOON));
            if (step < STEPS) {
                say(new CheckpointSkipped(
                        "run", Arm.cycle(cycle), step, checkpoint(cycle, step), "not the last", NOON));
            }
        }
    }

    private EvaluationCompleted scored(int cycle) {
        Score score = new Score(10, 0.5, 1);
        EvaluationCompleted evaluation = new EvaluationCompleted(
                "run",
                Role.STUDENT,
                Arm.cycle(cycle),
                STEPS,
                true,
                checkpoint(cycle, STEPS),
                version(cycle),
                "resnet8",
                true,
                score,
                score,
                1,
                1,
                1,
                NOON);
        say(evaluation);
        return evaluation;
    }

    private void decided(EvaluationCompleted scored, Verdict verdict) {
        DecisionInputs inputs =
                new DecisionInputs(2, new PromotionPolicy(0, 0), Contender.of(scored), null, true, true, null, 1);
        say(new PromotionDecided(
                "champion", scored.modelVersion(), null, verdict, List.of(), "policy", NOON, inputs, null, "1", NOON));
    }

    private void cycle(int number, int parent, Verdict verdict) {
        trained(number, parent, STEPS);
        decided(scored(number), verdict);
    }

    /** In the order of the log, such as 1 at 4. */
    private static List<String> obsolete(Retention retention) {
        return retention.obsolete().stream()
                .map(checkpoint -> "%d at %d"
                        .formatted(Integer.parseInt(checkpoint.arm().substring("cycle-".length())), checkpoint.step()))
                .toList();
    }

    @Test
    void keepsOfACycleThatIsOverItsLastCheckpointAlone() {
        trained(1, 0, STEPS);
        EvaluationCompleted scored = scored(1);
        assertThat(obsolete(retention)).as("as of any other arm").containsExactly("1 at 1", "1 at 2");

        decided(scored, Verdict.PROMOTED);

        assertThat(obsolete(retention)).containsExactly("1 at 1", "1 at 2", "1 at 3");
    }

    @Test
    void keepsOfCyclesThatWereNotPromotedTheNewestFew() {
        for (int number = 1; number <= Retention.KEPT_WITHOUT_PROMOTION + 2; number++) {
            cycle(number, 0, number % 2 == 0 ? Verdict.REJECTED : Verdict.INCONCLUSIVE);
        }

        assertThat(obsolete(retention))
                .contains("1 at 4", "2 at 4", "3 at 3")
                .doesNotContain("3 at 4", "4 at 4", "5 at 4");
    }

    @Test
    void keepsEveryCycleThatWasPromotedHoweverOld() {
        cycle(1, 0, Verdict.PROMOTED);
        cycle(2, 1, Verdict.REJECTED);
        decided(scored(2), Verdict.PROMOTED);
        for (int number = 3; number <= 9; number++) {
            cycle(number, 2, Verdict.REJECTED);
        }

        assertThat(obsolete(retention)).doesNotContain("1 at 4", "2 at 4").contains("3 at 4", "6 at 4");
    }

    /** Whatever became of it: what goes on from it rests on it. */
    @Test
    void keepsWhatAnotherCycleGoesOnFrom() {
        cycle(1, 0, Verdict.REJECTED);
        for (int number = 2; number <= 6; number++) {
            cycle(number, 1, Verdict.REJECTED);
        }

        assertThat(obsolete(retention)).doesNotContain("1 at 4").contains("2 at 4");
    }

    @Test
    void keepsWhatIsNotScoredYetThoughItsCycleIsOver() {
        trained(1, 0, STEPS);
        say(new RetrainingFailed("run", 1, "start-missing: gone", NOON));
        for (int number = 2; number <= 5; number++) {
            cycle(number, 0, Verdict.REJECTED);
        }
        assertThat(obsolete(retention)).doesNotContain("1 at 4");

        scored(1);

        assertThat(obsolete(retention)).contains("1 at 4");
    }

    @Test
    void keepsOfACycleThatFailedTheNewestAsLongAsItIsOneOfTheNewest() {
        trained(1, 0, STEPS - 1);
        say(new RetrainingFailed("run", 1, "non-finite-loss: the loss is NaN", NOON));
        assertThat(obsolete(retention)).containsExactly("1 at 1", "1 at 2");

        for (int number = 2; number <= 4; number++) {
            cycle(number, 0, Verdict.REJECTED);
        }

        assertThat(obsolete(retention)).contains("1 at 3");
    }

    /** A replay asks under what conditions the steps were taken; nobody replays what is gone. */
    @Test
    void keepsWhereConditionsChangedAsLongAsTheCycleStays() {
        trained(1, 0, STEPS);
        say(new ConditionsChanged("run", Arm.cycle(1), 2, checkpoint(1, 2), List.of("threads 1, before 2"), NOON));
        decided(scored(1), Verdict.REJECTED);
        assertThat(obsolete(retention)).containsExactly("1 at 1", "1 at 3");

        for (int number = 2; number <= 4; number++) {
            cycle(number, 0, Verdict.REJECTED);
        }

        assertThat(obsolete(retention)).contains("1 at 1", "1 at 2", "1 at 3", "1 at 4");
    }

    /** What is killed between two deletions reads the log again, its topics side by side, and deletes the rest. */
    @Test
    void letsTheSameGoInWhateverOrderTheLogIsReadAndWhateverIsGoneAlready() {
        cycle(1, 0, Verdict.PROMOTED);
        for (int number = 2; number <= 7; number++) {
            cycle(number, 1, number == 4 ? Verdict.PROMOTED : Verdict.REJECTED);
        }
        List<String> undisturbed = obsolete(retention);
        assertThat(undisturbed).hasSize(7 * 3 + 2);

        for (int seed = 0; seed < 5; seed++) {
            assertThat(obsolete(readTopicByTopic(new Random(seed)))).containsExactlyInAnyOrderElementsOf(undisturbed);
        }
    }

    private Retention readTopicByTopic(Random random) {
        List<String> topics = new ArrayList<>(
                log.stream().map(RetentionOfCyclesTest::topic).distinct().toList());
        Collections.shuffle(topics, random);
        Retention again = new Retention(2);
        topics.forEach(topic ->
                log.stream().filter(event -> topic(event).equals(topic)).forEach(again::on));
        return again;
    }

    private static String topic(Event event) {
        return switch (event) {
            case CheckpointPublished _ -> "checkpoints";
            case RetrainingStarted _, RetrainingFailed _, ConditionsChanged _ -> "progress";
            case Event _ -> "evaluations";
        };
    }
}
