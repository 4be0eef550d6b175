package dev.retort.gateway.app;

import static dev.retort.gateway.app.TrialWorld.CANARY;
import static dev.retort.gateway.app.TrialWorld.CHAMPION;
import static dev.retort.gateway.app.TrialWorld.NOON;
import static dev.retort.gateway.app.TrialWorld.SHADOW;
import static dev.retort.gateway.app.TrialWorld.TRIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.event.CanaryEnded;
import dev.retort.contracts.event.EndCanary;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.StartCanary;
import dev.retort.contracts.event.StartShadow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the command that starts a trial to what ends it. */
@Timeout(60)
class TrialsTest {
    private static final EndCanary END = new EndCanary("champion", "seen enough", "anna", NOON.plusSeconds(1));

    private final TrialWorld world = new TrialWorld();
    private final FakeStore store = world.store();
    private final Trials trials = world.trials;

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void answersWithTheCanaryUntilItIsEndedByACommand() {
        trials.caughtUp();
        trials.on(CANARY);
        await().until(() -> world.answering().equals(TRIED));
        assertThat(trials.view())
                .singleElement()
                .satisfies(view -> assertThat(view.start()).isEqualTo(CANARY));

        trials.on(END);

        assertThat(world.answering()).as("at once").isEqualTo(CHAMPION);
        await().until(() -> world.reports.ended.size() == 1);
        assertThat(world.reports.ended.getFirst()).isInstanceOfSatisfying(CanaryEnded.class, ended -> {
            assertThat(ended.automatic()).isFalse();
            assertThat(ended.reason()).isEqualTo("seen enough");
            assertThat(ended.requests()).isPositive();
        });
        await().until(() -> store.model(TRIED).isClosed());
        assertThat(trials.view()).isEmpty();

        trials.on(new StartCanary(
                "champion",
                TRIED,
                1,
                CANARY.bounds(),
                "once more",
                "anna",
                END.requestedAt().plusSeconds(1)));
        await().until(() -> world.answering().equals(TRIED));
    }

    @Test
    void endsACanaryThatIsOutOfItsBounds() {
        trials.caughtUp();
        trials.on(CANARY);
        await().until(() -> world.answering().equals(TRIED));
        store.model(TRIED).answering(images -> CompletableFuture.failedFuture(new IllegalStateException("a defect")));
        for (int i = 0; i < 10; i++) {
            world.answering();
        }

        await().until(() -> world.answering().equals(CHAMPION));

        await().until(() -> world.reports.ended.size() == 1);
        assertThat(world.reports.ended.getFirst().automatic()).isTrue();
        assertThat(world.reports.ended.getFirst().reason()).contains("it did not answer");
        assertThat(trials.view()).isEmpty();
    }

    @Test
    void comesToTheSameTrialsAfterARestart() {
        List<Event> log = List.of(CANARY, SHADOW);
        log.forEach(trials::on);
        assertThat(store.loaded).as("nothing before the log is read").doesNotContain(TRIED);
        trials.caughtUp();
        await().until(() -> trials.canary().isPresent() && trials.shadow().isPresent());
        trials.stop();

        Trials again = world.trials();
        log.forEach(again::on);
        again.caughtUp();

        await().until(() -> again.canary().isPresent() && again.shadow().isPresent());
        again.stop();
        Trials afterTheEnd = world.trials();
        afterTheEnd.on(new CanaryEnded("champion", TRIED, NOON, true, "bad", 9, 9, null, NOON));
        log.forEach(afterTheEnd::on);
        afterTheEnd.caughtUp();
        await().until(() -> afterTheEnd.shadow().isPresent());
        assertThat(afterTheEnd.canary()).isEmpty();
        afterTheEnd.stop();
    }

    @Test
    void asksTheShadowBesideTheChampion() {
        trials.caughtUp();
        trials.on(SHADOW);
        await().until(() -> trials.shadow().isPresent());

        assertThat(world.answering()).isEqualTo(CHAMPION);

        await().until(() -> trials.shadow().orElseThrow().figures().agreed() == 1);
    }

    @Test
    void triesAgainWhenTheStoreIsAway() {
        trials.caughtUp();
        store.failures.set(Integer.MAX_VALUE);
        trials.on(CANARY);
        await().until(() -> store.loaded.stream().filter(TRIED::equals).count() > 2);

        store.failures.set(0);

        await().until(() -> world.answering().equals(TRIED));
        assertThat(world.reports.ended).isEmpty();
    }

    @Test
    void leavesOtherAliasesAlone() {
        trials.caughtUp();
        trials.on(new StartShadow("challenger", TRIED, 1, "other", "anna", NOON));

        assertThat(trials.view()).isEmpty();
    }
}
