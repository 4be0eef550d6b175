package dev.retort.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.gateway.Configs;
import dev.retort.gateway.domain.BackendAwayException;
import dev.retort.gateway.domain.FakeModel;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.ServedModel;
import io.quarkus.runtime.ShutdownEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class VersionShelfTest {
    private static final Digest A = FakeModel.version("a");

    private final Semaphore permits = new Semaphore(0);
    private final List<Digest> loaded = new CopyOnWriteArrayList<>();
    private final VersionShelf shelf = new VersionShelf(this::load, Configs.with("kept-versions", "2"));

    @AfterEach
    void stop() {
        shelf.stop(new ShutdownEvent());
    }

    @Test
    void loadsAVersionOnceHoweverManyAskForIt() {
        CompletableFuture<Void> one = shelf.load(A);
        CompletableFuture<Void> other = shelf.load(A);
        permits.release();

        one.join();
        other.join();
        assertThat(loaded).containsExactly(A);
        assertThat(shelf.lease(A)).isPresent();
    }

    @Test
    void saysWhyAVersionCannotBeLoadedAndTriesAgainWhenAskedAgain() {
        Digest bad = FakeModel.version("bad");
        permits.release(2);

        for (int attempt = 0; attempt < 2; attempt++) {
            CompletableFuture<Void> failing = shelf.load(bad);
            await().until(failing::isCompletedExceptionally);
            assertThat(failing.exceptionNow()).isInstanceOf(RefusedModelException.class);
        }
        assertThat(loaded).containsExactly(bad, bad);
    }

    @Test
    void doesNotBlameAVersionForAStoreThatIsAway() {
        Digest far = FakeModel.version("far");
        permits.release(2);

        CompletableFuture<Void> failing = shelf.load(far);

        await().until(failing::isCompletedExceptionally);
        assertThat(failing.exceptionNow())
                .isInstanceOf(BackendAwayException.class)
                .hasMessageEndingWith("cannot be loaded now: the store is away");
    }

    @Test
    void refusesWhenTooManyAreBeingLoaded() {
        List<CompletableFuture<Void>> loads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            loads.add(shelf.load(FakeModel.version("version " + i)));
            await().until(() -> !loaded.isEmpty());
        }

        assertThat(loads.getLast().exceptionNow()).isInstanceOf(RejectedExecutionException.class);
        permits.release(6);
        loads.get(4).join();
        Digest last = FakeModel.version("version 5");
        shelf.load(last).join();
        assertThat(shelf.lease(last)).isPresent();
    }

    private ServedModel load(Digest version) throws RefusedModelException, IOException {
        loaded.add(version);
        permits.acquireUninterruptibly();
        if (version.equals(FakeModel.version("bad"))) {
            throw new RefusedModelException("changed bytes");
        }
        if (version.equals(FakeModel.version("far"))) {
            throw new IOException("the store is away");
        }
        return new FakeModel(version);
    }
}
