package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void isNotInTheWayOfASourceThatEndedAndGivesBackWhatItHolds() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch givenBack = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Prefetch<Integer> empty = new Prefetch<>(2, Optional::empty, () -> {
            ended.countDown();
            interrupted.set(!awaits(givenBack));
        });
        ended.await();
        Thread closing = Thread.ofPlatform().start(empty::close);
        while (closing.isAlive() && closing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        givenBack.countDown();
        closing.join();

        assertThat(interrupted).isFalse();
    }

    /** @return whether it came, rather than an interrupt */
    private static boolean awaits(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** One more than wait may be in the making. */
    @Test
    void preparesNoMoreThanItsDepthAhead() throws Exception {
        AtomicInteger prepared = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(4);
        try (Prefetch<Integer> endless = new Prefetch<>(3, () -> {
            full.countDown();
            return Optional.of(prepared.incrementAndGet());
        })) {
            full.await();
            for (int taken = 1; taken <= 20; taken++) {
                assertThat(endless.take()).hasValue(taken);
                assertThat(prepared.get()).isLessThanOrEqualTo(taken + 4);
            }
        }
    }

    @Test
    void countsTheTimeForWhichItIsWaitedFor() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (Prefetch<Integer> slow = new Prefetch<>(2, () -> {
            if (asked.incrementAndGet() == 2) {
                second.await();
            }
            return Optional.of(1);
        })) {
            slow.take();
            double before = slow.waitedSeconds();

            slow.take(second::countDown); // asked once it has waited for a while

            assertThat(slow.waitedSeconds() - before).isBetween(0.15, 20.0);
        }
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
