package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrefetchTest {
    private final AtomicInteger released = new AtomicInteger();

    @Test
    void givesBackWhatTheSourceHoldsThoughNobodyTakesTheRest() throws Exception {
        CountDownLatch full = new CountDownLatch(3);
        Prefetch<Integer> endless = new Prefetch<>(
                2,
                () -> {
                    full.countDown();
                    return Optional.of(1);
                },
                released::incrementAndGet);
        full.await();

        endless.close();

        assertThat(released).hasValue(1);
    }

    @Test
    void givesBackWhatTheSourceHoldsAtItsEnd() throws Exception {
        try (Prefetch<Integer> empty = new Prefetch<>(2, Optional::empty, released::incrementAndGet)) {
            assertThat(empty.take()).isEmpty();
        }

        assertThat(released).hasValue(1);
    }

    @Test
    void endsTheWaitingWhenTheCheckSaysSo() {
        AtomicInteger asked = new AtomicInteger();
        try (Prefetch<Integer> silent = new Prefetch<>(2, () -> {
            new CountDownLatch(1).await();
            return Optional.empty();
        })) {
            assertThatThrownBy(() -> silent.take(() -> {
                        if (asked.incrementAndGet() == 2) {
                            throw new InterruptedException("the run was stopped");
                        }
                    }))
                    .isInstanceOf(InterruptedException.class)
                    .hasMessage("the run was stopped");
        }
    }

    @Test
    void throwsWhatTheSourceThrowsRatherThanWaitForever() {
        try (Prefetch<Integer> broken = new Prefetch<>(2, () -> {
            throw new LinkageError("no native library");
        })) {
            assertThatThrownBy(broken::take).isInstanceOf(LinkageError.class);
        }
        try (Prefetch<Integer> broken = new Prefetch<>(2, () -> {
            throw new IllegalStateException("no such image");
        })) {
            assertThatThrownBy(broken::take).hasMessage("no such image");
        }
    }
}
