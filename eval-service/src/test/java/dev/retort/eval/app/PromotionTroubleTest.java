package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.answers;
import static dev.retort.eval.Evaluations.details;
import static dev.retort.eval.Evaluations.digest;
import static dev.retort.eval.Evaluations.evaluation;
import static dev.retort.eval.Evaluations.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.eval.domain.Standings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Decisions while a store is away, predictions are lost, a command comes in between, or after a kill. */
class PromotionTroubleTest {
    private final PromotionWorld world = new PromotionWorld();

    @Test
    void waitsForAStoreThatIsAwayAndDecidesThen() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.storeIsAway = 3;
        world.evaluated("first", "b", 80, 2);

        assertThat(world.moves()).containsExactly(version("a"), version("b"));
    }

    /** What a decision rests on may take its time; who wants to roll back must not wait for that. */
    @Test
    void answersACommandWhileADecisionGathersWhatItRestsOnAndGathersAnewThen() throws Exception {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("first", "b", 80, 2);
        CountDownLatch gathering = new CountDownLatch(1);
        CountDownLatch commanded = new CountDownLatch(1);
        List<Digest> met = new CopyOnWriteArrayList<>();
        Promotions slow = world.promotions(world.standings, (candidate, champion) -> {
            met.add(champion.modelVersion());
            gathering.countDown();
            commanded.await();
            return Optional.empty();
        });
        EvaluationCompleted candidate = evaluation("first", "c", 0.95, 3);
        world.store.put(details("c").predictions(), answers(95));
        world.standings.on(candidate);
        Thread deciding = Thread.ofVirtual().start(() -> decide(slow, candidate));
        gathering.await();
        slow.execute(new RollBack("champion", "it is worse", "anna", START.plusSeconds(100)));
        commanded.countDown();
        deciding.join();

        assertThat(met).containsExactly(version("b"), version("a"));
        assertThat(world.moves()).containsExactly(version("a"), version("b"), version("a"), version("c"));
        assertThat(world.decisions().getLast().champion()).isEqualTo(version("a"));
    }

    /** {@code ./retort pause} says that none is promoted; both models are shown images for a while. */
    @Test
    void promotesNoRetrainingThatWasPausedWhileItsDecisionWasGathered() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        EvaluationCompleted cycle = inArm(Arm.cycle(1), evaluation("first", "b", 0.8, 2));
        world.store.put(details("b").predictions(), answers(80));
        world.standings.on(cycle);
        List<Optional<String>> seen = new ArrayList<>();
        Promotions gathering = world.promotions(world.standings, (candidate, champion) -> {
            Optional<String> paused = world.cycles.paused("champion");
            seen.add(paused);
            world.cycles.on(new PauseRetraining("champion", "holiday", "anna", START));
            return Optional.of(recent(champion, paused.orElse(null)));
        });

        gathering.decide(cycle);

        assertThat(seen).containsExactly(Optional.empty(), Optional.of("holiday"));
        assertThat(world.moves()).containsExactly(version("a"));
        assertThat(world.decisions().getLast().reasons()).containsExactly("retraining is paused: holiday");
    }

    /** Clearly better on the new images. */
    private static RecentImages recent(EvaluationCompleted champion, @Nullable String paused) {
        return new RecentImages(
                new ContinuousSpec.Gate(0.05, 2),
                digest("set"),
                4,
                100,
                0,
                new PairedCounts(40, 30, 10, 20),
                champion.modelVersion(),
                paused,
                null);
    }

    private static EvaluationCompleted inArm(String arm, EvaluationCompleted of) {
        return new EvaluationCompleted(
                of.run(),
                of.role(),
                arm,
                of.step(),
                of.last(),
                of.checkpoint(),
                of.modelVersion(),
                of.network(),
                of.promotable(),
                of.heldOut(),
                of.test(),
                of.parameters(),
                of.multiplyAdds(),
                of.artefactBytes(),
                of.at(),
                of.details(),
                of.precision());
    }

    private static void decide(Promotions promotions, EvaluationCompleted candidate) {
        try {
            promotions.decide(candidate);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isInconclusiveWherePredictionsAreLost() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.store.clear();
        for (boolean last : new boolean[] {false, true}) {
            EvaluationCompleted candidate = evaluation("first", "b" + last, 0.9, 2, Role.STUDENT, true, last);
            world.standings.on(candidate);
            world.promotions.decide(candidate);

            assertThat(world.decisions().getLast().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(world.decisions().getLast().reasons()).first().asString().contains("not kept");
        }
    }

    @Test
    void isInconclusiveWherePredictionsCannotBeRead() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.unreadable = details("b").predictions();
        world.evaluated("first", "b", 80, 2);

        assertThat(world.decisions().getLast().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(world.decisions().getLast().reasons()).first().asString().contains("not kept");
    }

    @Test
    void finishesAtTheNextStartWhatWasDecidedAndNotDone() throws InterruptedException {
        world.evaluated("first", "a", 50, 1);
        world.evaluated("first", "b", 80, 2);
        Standings afterTheKill = new Standings();
        afterTheKill.on(evaluation("first", "a", 0.5, 1));
        afterTheKill.on(evaluation("first", "b", 0.8, 2));
        world.decisions().forEach(afterTheKill::on);
        afterTheKill.on((PromotionEvent) world.published.get(1));
        ModelPromoted lost = (ModelPromoted) world.published.getLast();
        world.published.clear();

        world.promotions(afterTheKill).finish();
        world.promotions(afterTheKill).finish();

        assertThat(world.published).containsExactly(lost);
        assertThat(afterTheKill.undecided()).isEmpty();
    }
}
