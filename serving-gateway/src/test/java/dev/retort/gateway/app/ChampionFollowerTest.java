package dev.retort.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.gateway.Configs;
import dev.retort.gateway.domain.ChampionMemory;
import dev.retort.gateway.domain.FakeModel;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.ServedModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChampionFollowerTest {
    private static final Digest A = FakeModel.version("a");
    private static final Digest B = FakeModel.version("b");
    private static final Digest C = FakeModel.version("c");

    private final Shelf shelf = new Shelf();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Digest> reported = new CopyOnWriteArrayList<>();
    private final Notes notes = new Notes();
    private final ChampionFollower follower = new ChampionFollower(
            shelf,
            notes,
            (promotion, why) -> reported.add(promotion.modelVersion()),
            new SwapMetrics(registry),
            Configs.with("load-retry-pause", "5ms"));

    @AfterEach
    void stop() {
        follower.stop();
    }

    @Test
    void loadsNothingButTheLastOfWhatIsOnTheLogAtStart() {
        follower.on(promoted(A, null));
        follower.on(promoted(B, A));
        assertThat(shelf.loaded).isEmpty();
        assertThat(follower.absence()).isEqualTo("the log is being read");

        follower.caughtUp();

        await().until(() -> answering().equals(Optional.of(B)));
        assertThat(shelf.loaded).containsExactly(B);
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
        await().until(() -> answering().equals(Optional.of(A)));

        follower.on(new ModelPromoted("challenger", C, null, "run", "arm", "tried", Instant.EPOCH));
        follower.on(promoted(B, A));

        await().until(() -> answering().equals(Optional.of(B)));
        assertThat(shelf.loaded).containsExactly(A, B);
        assertThat(registry.get("retort.gateway.model")
                        .tag("version", B.hex())
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.find("retort.gateway.model").tag("version", A.hex()).gauge())
                .isNull();
    }

    @Test
    void passesOverVersionsThatCameWhileOneWasLoading() {
        follower.caughtUp();
        shelf.loading = new CountDownLatch(1);
        follower.on(promoted(A, null));
        await().until(() -> shelf.loaded.contains(A));

        // The log's thread is not held up by the loading.
        follower.on(promoted(B, A));
        follower.on(promoted(C, B));
        shelf.loading.countDown();

        await().until(() -> answering().equals(Optional.of(C)));
        assertThat(shelf.loaded).containsExactly(A, C);
    }

    @Test
    void refusesABadVersionAndGoesOnWithTheOneBefore() {
        follower.caughtUp();
        follower.on(promoted(A, null));
        await().until(() -> answering().equals(Optional.of(A)));
        shelf.bad.add(B);

        follower.on(promoted(B, A));

        await().until(() -> follower.refused().equals(Optional.of(B)));
        assertThat(answering()).contains(A);
        await().untilAsserted(() -> assertThat(reported).containsExactly(B));
        assertThat(registry.counter("retort.gateway.swaps", "outcome", "refused")
                        .count())
                .isEqualTo(1);

        follower.on(promoted(C, B));
        await().until(() -> answering().equals(Optional.of(C)));
        assertThat(follower.refused()).isEmpty();
    }

    @Test
    void fallsBackToTheVersionBeforeWhenTheChampionIsBadAtStart() {
        shelf.bad.addAll(List.of(B, C));
        follower.on(promoted(A, null));
        follower.on(promoted(B, A));
        follower.on(promoted(C, B));

        follower.caughtUp();

        await().until(() -> answering().equals(Optional.of(A)));
        assertThat(shelf.loaded).containsExactly(C, B, A);
        assertThat(follower.refused()).isPresent();
    }

    @Test
    void triesAgainWhenTheStoreIsAway() {
        shelf.failures.set(3);
        follower.on(promoted(A, null));

        follower.caughtUp();

        await().until(() -> answering().equals(Optional.of(A)));
        assertThat(follower.refused()).isEmpty();
        assertThat(registry.counter("retort.gateway.swaps", "outcome", "postponed")
                        .count())
                .isEqualTo(3);
    }

    @Test
    void saysWhyAChampionCannotBeLoadedNow() {
        shelf.failures.set(Integer.MAX_VALUE);
        follower.on(promoted(A, null));

        follower.caughtUp();

        await().until(() -> follower.absence().endsWith("cannot be loaded now, and is tried again: the store is away"));
        shelf.failures.set(0);
        await().until(() -> answering().equals(Optional.of(A)));
    }

    @Test
    void answersWithTheLastChampionOfThisMachineBeforeTheLogIsRead() {
        notes.remember(A);

        follower.start(new StartupEvent());

        await().until(() -> answering().equals(Optional.of(A)));
        assertThat(follower.knowsTheLog()).isFalse();

        follower.on(promoted(B, A));
        follower.caughtUp();
        await().until(() -> answering().equals(Optional.of(B)));
        assertThat(notes.recall()).contains(B);
    }

    @Test
    void waitsForTheLogWhenTheLastChampionOfThisMachineIsDamaged() {
        notes.remember(A);
        shelf.bad.add(A);

        follower.start(new StartupEvent());
        await().until(() -> follower.refused().equals(Optional.of(A)));
        follower.on(promoted(B, A));
        follower.caughtUp();

        await().until(() -> answering().equals(Optional.of(B)));
        assertThat(follower.refused()).isEmpty();
    }

    @Test
    void doesNotGoOnWithACachedVersionThatWasRolledBackFrom() {
        notes.remember(B);
        follower.start(new StartupEvent());
        await().until(() -> answering().equals(Optional.of(B)));
        shelf.bad.add(C);
        follower.on(promoted(A, null));
        follower.on(promoted(B, A));
        follower.on(new ModelRolledBack(PromotionEvent.CHAMPION, A, B, "wrong on dogs", Instant.EPOCH));
        follower.on(promoted(C, A));

        follower.caughtUp();

        await().until(() -> answering().equals(Optional.of(A)));
        assertThat(follower.refused()).contains(C);
    }

    @Test
    void goesOnWithACachedVersionThatWasRolledBackFromIfThereIsNoOther() {
        notes.remember(B);
        follower.start(new StartupEvent());
        await().until(() -> answering().equals(Optional.of(B)));
        shelf.bad.addAll(List.of(A, C));
        follower.on(new ModelRolledBack(PromotionEvent.CHAMPION, A, B, "wrong on dogs", Instant.EPOCH));
        follower.on(promoted(C, A));

        follower.caughtUp();

        await().until(() -> shelf.loaded.containsAll(List.of(A, C)));
        assertThat(answering()).contains(B);
        assertThat(follower.missing()).contains(C);
    }

    @Test
    void saysWhatShouldAnswerWhileTheStoreIsAwayAndAnotherVersionDoes() {
        notes.remember(A);
        follower.start(new StartupEvent());
        await().until(() -> answering().equals(Optional.of(A)));
        assertThat(follower.missing()).as("nobody knows before the log is read").isEmpty();
        shelf.failures.set(Integer.MAX_VALUE);
        follower.on(promoted(B, A));

        follower.caughtUp();

        await().until(() -> follower.absence().endsWith("cannot be loaded now, and is tried again: the store is away"));
        assertThat(follower.missing()).contains(B);
        shelf.failures.set(0);
        await().until(() -> answering().equals(Optional.of(B)));
        assertThat(follower.missing()).isEmpty();
    }

    @Test
    void saysThatACachedVersionIsDamagedWhileNeitherStoreNorLogIsThere() {
        notes.remember(A);
        shelf.failures.set(1);

        follower.start(new StartupEvent());

        await().until(() -> follower.absence().endsWith("cannot be loaded: the store is away"));
        assertThat(follower.absence()).startsWith("the log is being read");
    }

    @Test
    void givesUpAVersionThatIsLoadingForLongWhenItIsRolledBack() {
        follower.caughtUp();
        follower.on(promoted(A, null));
        await().until(() -> answering().equals(Optional.of(A)));
        shelf.loading = new CountDownLatch(1);
        follower.on(promoted(B, A));
        await().until(() -> shelf.loaded.contains(B));

        // B's loading never ends.
        follower.on(new ModelRolledBack(PromotionEvent.CHAMPION, A, B, "wrong on dogs", Instant.EPOCH));
        follower.on(promoted(C, A));
        await().until(() -> shelf.loaded.contains(C));
        shelf.loading.countDown();

        await().until(() -> answering().equals(Optional.of(C)));
    }

    private Optional<Digest> answering() {
        try (Lease lease = follower.lease().orElse(null)) {
            return Optional.ofNullable(lease).map(open -> open.model().version());
        }
    }

    private static ModelPromoted promoted(Digest version, @Nullable Digest previous) {
        return new ModelPromoted(PromotionEvent.CHAMPION, version, previous, "run", "arm", "better", Instant.EPOCH);
    }

    /** Has every version, some of them bad, and remembers what it was asked for. */
    private static final class Shelf implements ModelLoader {
        private final List<Digest> loaded = new CopyOnWriteArrayList<>();
        private final Set<Digest> bad = ConcurrentHashMap.newKeySet();
        private volatile CountDownLatch loading = new CountDownLatch(0);
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public ServedModel load(Digest version) throws RefusedModelException, IOException {
            loaded.add(version);
            try {
                loading.await();
            } catch (InterruptedException e) {
                throw new IOException("stopped", e);
            }
            if (failures.getAndDecrement() > 0) {
                throw new IOException("the store is away");
            }
            if (bad.contains(version)) {
                throw new RefusedModelException("changed bytes");
            }
            return new FakeModel(version);
        }
    }

    /** Remembers in memory. */
    private static final class Notes implements ChampionMemory {
        private volatile @Nullable Digest last;

        @Override
        public Optional<Digest> recall() {
            return Optional.ofNullable(last);
        }

        @Override
        public void remember(Digest version) {
            last = version;
        }
    }
}
