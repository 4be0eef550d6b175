package dev.retort.gateway.app;

import static dev.retort.gateway.app.TrialWorld.CANARY;
import static dev.retort.gateway.app.TrialWorld.CHAMPION;
import static dev.retort.gateway.app.TrialWorld.NOON;
import static dev.retort.gateway.app.TrialWorld.SHADOW;
import static dev.retort.gateway.app.TrialWorld.TRIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ShadowEnded;
import dev.retort.contracts.event.StartShadow;
import dev.retort.gateway.domain.FakeModel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which versions can be tried beside the champion, and what becomes of that when it is another. */
@Timeout(60)
class TrialsBesideAChampionTest {
    private final TrialWorld world = new TrialWorld();
    private final FakeStore store = world.store();
    private final Trials trials = world.trials;

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void refusesAVersionThatCannotAnswerWhatTheChampionDoes() {
        trials.caughtUp();
        store.models.put(TRIED, new FakeModel(TRIED, List.of("a", "c")));
        trials.on(SHADOW);

        await().until(() -> world.reports.refused.equals(List.of(TRIED)));

        await().until(() -> world.reports.ended.size() == 1);
        assertThat(world.reports.ended.getFirst())
                .isInstanceOfSatisfying(
                        ShadowEnded.class, ended -> assertThat(ended.reason()).contains("[a, c]", "[a, b]"));
        assertThat(trials.view()).isEmpty();
        assertThat(store.model(TRIED).isClosed()).isTrue();
    }

    @Test
    void refusesToTryTheChampion() {
        trials.caughtUp();
        trials.on(new StartShadow("champion", CHAMPION, 1, "why not", "anna", NOON));

        await().until(() -> world.reports.refused.equals(List.of(CHAMPION)));
    }

    @Test
    void endsTheCanaryThatBecameTheChampion() {
        trials.caughtUp();
        trials.on(CANARY);
        await().until(() -> trials.canary().isPresent());

        world.promote(TRIED);

        await().until(() -> world.reports.ended.size() == 1);
        assertThat(world.reports.ended.getFirst().reason()).isEqualTo("it became the champion");
    }

    @Test
    void endsATrialWhoseChampionAnswersOtherQuestionsNow() {
        Digest other = FakeModel.version("other");
        trials.caughtUp();
        trials.on(CANARY);
        await().until(() -> trials.canary().isPresent());
        store.models.put(other, new FakeModel(other, List.of("a", "c")));

        world.promote(other);

        assertThat(world.answering()).isEqualTo(other);
        await().until(() -> world.reports.ended.size() == 1);
        assertThat(world.reports.ended.getFirst().reason()).contains("other classes");
    }
}
