package dev.retort.gateway.app;

import static dev.retort.gateway.app.FollowedChampion.promoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.gateway.domain.FakeModel;
import io.quarkus.runtime.StartupEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What answers before the log is read, and what of it stays. */
@Timeout(60)
class CachedChampionTest {
    private static final Digest A = FakeModel.version("a");
    private static final Digest B = FakeModel.version("b");
    private static final Digest C = FakeModel.version("c");

    private final FollowedChampion champion = new FollowedChampion();
    private final FakeStore store = champion.store;
    private final ChampionFollower follower = champion.follower;

    @AfterEach
    void stop() {
        champion.close();
    }

    @Test
    void answersWithTheLastChampionOfThisMachineBeforeTheLogIsRead() {
        champion.memory.remember(A);

        follower.start(new StartupEvent());

        await().until(() -> champion.isAnswering(A));
        assertThat(follower.knowsTheLog()).isFalse();

        follower.on(promoted(B, A));
        follower.caughtUp();
        await().until(() -> champion.isAnswering(B));
        assertThat(champion.memory.recall()).contains(B);
    }

    @Test
    void waitsForTheLogWhenTheLastChampionOfThisMachineIsDamaged() {
        champion.memory.remember(A);
        store.bad.add(A);

        follower.start(new StartupEvent());
        await().until(() -> follower.refused().equals(Optional.of(A)));
        follower.on(promoted(B, A));
        follower.caughtUp();

        await().until(() -> champion.isAnswering(B));
        assertThat(follower.refused()).isEmpty();
    }

    @Test
    void doesNotGoOnWithACachedVersionThatWasRolledBackFrom() {
        champion.memory.remember(B);
        follower.start(new StartupEvent());
        await().until(() -> champion.isAnswering(B));
        store.bad.add(C);
        follower.on(promoted(A, null));
        follower.on(promoted(B, A));
        follower.on(new ModelRolledBack(PromotionEvent.CHAMPION, A, B, "wrong on dogs", Instant.EPOCH));
        follower.on(promoted(C, A));

        follower.caughtUp();

        await().until(() -> champion.isAnswering(A));
        assertThat(follower.refused()).contains(C);
    }

    @Test
    void goesOnWithACachedVersionThatWasRolledBackFromIfThereIsNoOther() {
        champion.memory.remember(B);
        follower.start(new StartupEvent());
        await().until(() -> champion.isAnswering(B));
        store.bad.addAll(List.of(A, C));
        follower.on(new ModelRolledBack(PromotionEvent.CHAMPION, A, B, "wrong on dogs", Instant.EPOCH));
        follower.on(promoted(C, A));

        follower.caughtUp();

        await().until(() -> store.loaded.containsAll(List.of(A, C)));
        assertThat(champion.answering()).contains(B);
        assertThat(follower.missing()).contains(C);
    }

    @Test
    void saysWhatShouldAnswerWhileTheStoreIsAwayAndAnotherVersionDoes() {
        champion.memory.remember(A);
        follower.start(new StartupEvent());
        await().until(() -> champion.isAnswering(A));
        assertThat(follower.missing()).as("nobody knows before the log is read").isEmpty();
        store.failures.set(Integer.MAX_VALUE);
        follower.on(promoted(B, A));

        follower.caughtUp();

        await().until(() -> follower.absence().endsWith("cannot be loaded now, and is tried again: the store is away"));
        assertThat(follower.missing()).contains(B);
        store.failures.set(0);
        await().until(() -> champion.isAnswering(B));
        assertThat(follower.missing()).isEmpty();
    }

    @Test
    void saysThatACachedVersionIsDamagedWhileNeitherStoreNorLogIsThere() {
        champion.memory.remember(A);
        store.failures.set(1);

        follower.start(new StartupEvent());

        await().until(() -> follower.absence().endsWith("cannot be loaded: the store is away"));
        assertThat(follower.absence()).startsWith("the log is being read");
    }
}
