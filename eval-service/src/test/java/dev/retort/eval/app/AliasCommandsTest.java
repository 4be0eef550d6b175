package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RollBack;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What persons ask for, past the policy. */
class AliasCommandsTest {
    private final PromotionWorld world = new PromotionWorld();

    @Test
    void promotesOnCommandWhatThePolicyWouldNotAndRecordsWhy() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("first", "b", 10, 2);
        world.promotions.execute(world.promote("b"));

        ModelPromoted promoted = (ModelPromoted) world.published.getLast();
        assertThat(promoted.modelVersion()).isEqualTo(version("b"));
        assertThat(promoted.reason()).contains("anna", "because");
        assertThat(world.decisions().getLast().requestedBy()).isEqualTo("anna");
        assertThat(world.decisions().getLast().champion()).isEqualTo(version("a"));
        assertThat(world.standings.isSettled("champion", "anna", START.plusSeconds(100)))
                .isTrue();
    }

    @Test
    void refusesToPromoteAVersionItDoesNotKnowOrATeacherAndSaysSoOnTheLog() throws InterruptedException {
        EvaluationCompleted teacher = evaluation("first", "teacher", 0.9, 1, Role.TEACHER, false, true);
        world.standings.on(teacher);
        world.promotions.execute(world.promote("nobody"));
        world.promotions.execute(world.promote("teacher"));

        assertThat(world.moves()).isEmpty();
        assertThat(world.decisions()).extracting(PromotionDecided::verdict).containsOnly(Verdict.REFUSED);
        assertThat(world.metrics.counter("retort.commands.refused").count()).isEqualTo(2);
    }

    @Test
    void refusesToPromoteByCommandWhatWasNeverBlessed() throws InterruptedException {
        EvaluationCompleted old = evaluation("first", "old", 0.9, 1);
        world.standings.on(new EvaluationCompleted(
                old.run(),
                old.role(),
                old.arm(),
                old.step(),
                old.last(),
                old.checkpoint(),
                old.modelVersion(),
                old.network(),
                true,
                old.heldOut(),
                old.test(),
                1,
                1,
                1,
                old.at()));
        world.promotions.execute(world.promote("old"));

        assertThat(world.moves()).isEmpty();
        assertThat(world.decisions().getLast().reasons()).first().asString().contains("never blessed");
    }

    /** As of a retraining some cycles ago that brought nothing. */
    @Test
    void refusesToPromoteByCommandWhatHasNoCheckpointAnyMore() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        EvaluationCompleted old = world.evaluated("first", "b", 10, 2);
        world.pruned.add(old.checkpoint());
        world.promotions.execute(world.promote("b"));

        assertThat(world.moves()).containsExactly(version("a"));
        assertThat(world.decisions().getLast().reasons()).first().asString().contains("its checkpoint is gone");
    }

    /** Who rolls back meanwhile is not to wait. */
    @Test
    void refusesToPromoteByCommandWhileTheStoreCannotTell() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("first", "b", 10, 2);
        world.storeIsAway = 1;
        world.promotions.execute(world.promote("b"));

        assertThat(world.moves()).containsExactly(version("a"));
        assertThat(world.decisions().getLast().reasons()).first().asString().contains("cannot be told (away)");
    }

    @Test
    void rollsBackOneStepAndNotBetweenTwoVersionsForEver() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("first", "b", 80, 2);
        world.promotions.execute(new RollBack("champion", "it is worse", "anna", START.plusSeconds(100)));
        world.promotions.execute(new RollBack("champion", "it is worse", "anna", START.plusSeconds(101)));

        assertThat(world.moves()).containsExactly(version("a"), version("b"), version("a"));
        ModelRolledBack back = (ModelRolledBack) world.published.get(world.published.size() - 2);
        assertThat(back.previous()).isEqualTo(version("b"));
        assertThat(world.decisions().getLast().verdict()).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void refusesToRollBackWhereNothingWasBefore() throws InterruptedException {
        world.promotions.execute(new RollBack("champion", "it is worse", "anna", START));
        world.evaluated("first", "a", 50, 1);
        world.promotions.execute(new RollBack("champion", "it is worse", "anna", START.plusSeconds(9)));

        assertThat(world.moves()).containsExactly(version("a"));
        assertThat(world.metrics.counter("retort.commands.refused").count()).isEqualTo(2);
    }

    @Test
    void stampsAPromotionNotBeforeItsCauseWhateverTheClocksSay() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("first", "b", 40, 2);
        Instant ahead = Instant.now().plusSeconds(3600);
        world.promotions.execute(new Promote("champion", version("b"), "because", "anna", ahead));

        assertThat(((ModelPromoted) world.published.getLast()).at()).isAfterOrEqualTo(ahead);
    }
}
