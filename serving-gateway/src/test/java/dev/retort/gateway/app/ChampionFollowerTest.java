package dev.retort.gateway.app;

import static dev.retort.gateway.app.FollowedChampion.promoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.gateway.domain.FakeModel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What answers once the log is read, and after. */
@Timeout(60)
class ChampionFollowerTest {
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
    void loadsNothingButTheLastOfWhatIsOnTheLogAtStart() {
        follower.on(promoted(A, null));
        follower.on(promoted(B, A));
        assertThat(store.loaded).isEmpty();
        assertThat(follower.absence()).isEqualTo("the log is being read");

        follower.caughtUp();

        await().until(() -> champion.isAnswering(B));
        assertThat(store.loaded).containsExactly(B);
    }

    @Test
    void saysThatNothingIsPromotedYet() {
        follower.caughtUp();

        assertThat(follower.lease()).isEmpty();
        assertThat(follower.absence()).isEqualTo("no model promoted yet");
    }

    @Test
    void followsEachPromotionOfTheChampionAndOfNoOtherAlias() {
        follower.caughtUp();
        follower.on(promoted(A, null));
        await().until(() -> champion.isAnswering(A));

        follower.on(new ModelPromoted("challenger", C, null, "run", "arm", "tried", Instant.EPOCH));
        follower.on(promoted(B, A));

        await().until(() -> champion.isAnswering(B));
        assertThat(store.loaded).containsExactly(A, B);
        assertThat(champion.registry
                        .get("retort.gateway.model")
                        .tag("version", B.hex())
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(champion.registry
                        .find("retort.gateway.model")
                        .tag("version", A.hex())
                        .gauge())
                .isNull();
    }

    @Test
    void passesOverVersionsThatCameWhileOneWasLoading() {
        follower.caughtUp();
        store.loading = new CountDownLatch(1);
        follower.on(promoted(A, null));
        await().until(() -> store.loaded.contains(A));

        // The log's thread is not held up by the loading.
        follower.on(promoted(B, A));
        follower.on(promoted(C, B));
        store.loading.countDown();

        await().until(() -> champion.isAnswering(C));
        assertThat(store.loaded).containsExactly(A, C);
    }

    @Test
    void refusesABadVersionAndGoesOnWithTheOneBefore() {
        follower.caughtUp();
        follower.on(promoted(A, null));
        await().until(() -> champion.isAnswering(A));
        store.bad.add(B);

        follower.on(promoted(B, A));

        await().until(() -> follower.refused().equals(Optional.of(B)));
        assertThat(champion.answering()).contains(A);
        await().untilAsserted(() -> assertThat(champion.reported).containsExactly(B));
        assertThat(champion.registry
                        .counter("retort.gateway.swaps", "outcome", "refused")
                        .count())
                .isEqualTo(1);

        follower.on(promoted(C, B));
        await().until(() -> champion.isAnswering(C));
        assertThat(follower.refused()).isEmpty();
    }

    @Test
    void fallsBackToTheVersionBeforeWhenTheChampionIsBadAtStart() {
        store.bad.addAll(List.of(B, C));
        follower.on(promoted(A, null));
        follower.on(promoted(B, A));
        follower.on(promoted(C, B));

        follower.caughtUp();

        await().until(() -> champion.isAnswering(A));
        assertThat(store.loaded).containsExactly(C, B, A);
        assertThat(follower.refused()).isPresent();
    }

    @Test
    void triesAgainWhenTheStoreIsAway() {
        store.failures.set(3);
        follower.on(promoted(A, null));

        follower.caughtUp();

        await().until(() -> champion.isAnswering(A));
        assertThat(follower.refused()).isEmpty();
        assertThat(champion.registry
                        .counter("retort.gateway.swaps", "outcome", "postponed")
                        .count())
                .isEqualTo(3);
    }

    @Test
    void saysWhyAChampionCannotBeLoadedNow() {
        store.failures.set(Integer.MAX_VALUE);
        follower.on(promoted(A, null));

        follower.caughtUp();

        await().until(() -> follower.absence().endsWith("cannot be loaded now, and is tried again: the store is away"));
        store.failures.set(0);
        await().until(() -> champion.isAnswering(A));
    }

    @Test
    void givesUpAVersionThatIsLoadingForLongWhenItIsRolledBack() {
        follower.caughtUp();
        follower.on(promoted(A, null));
        await().until(() -> champion.isAnswering(A));
        store.loading = new CountDownLatch(1);
        follower.on(promoted(B, A));
        await().until(() -> store.loaded.contains(B));

        // B's loading never ends.
        follower.on(new ModelRolledBack(PromotionEvent.CHAMPION, A, B, "wrong on dogs", Instant.EPOCH));
        follower.on(promoted(C, A));
        await().until(() -> store.loaded.contains(C));
        store.loading.countDown();

        await().until(() -> champion.isAnswering(C));
    }
}
