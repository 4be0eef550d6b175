package dev.retort.gateway.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.domain.Outcome;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkersTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Doubling session = new Doubling();
    private final Workers workers =
            new Workers(List.of(session), new BatchShape(new BatchLimit(4, LONG), 1, 1), 8, "test");

    @AfterEach
    void stop() {
        session.gate.release(1000);
        workers.close();
    }

    @Test
    void answersEachOfABatchWithItsOwn() {
        CompletableFuture<Outcome> first = workers.ask(images(1), Deadline.in(LONG));
        await().until(session.gate::hasQueuedThreads);
        List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
        for (int value = 2; value < 6; value++) {
            waiting.add(workers.ask(images(value), Deadline.in(LONG)));
        }
        session.gate.release(2);

        assertThat(logits(first).at(0, 0)).isEqualTo(2);
        assertThat(waiting).extracting(outcome -> logits(outcome).at(0, 0)).containsExactly(4f, 6f, 8f, 10f);
        assertThat(session.batches).as("one by itself, then all that waited").containsExactly(1, 4);
    }

    @Test
    void computesARequestOfMoreThanABatchInSlices() {
        session.gate.release(3);

        Logits logits = logits(workers.ask(images(1, 2, 3, 4, 5, 6, 7, 8, 9), Deadline.in(LONG)));

        assertThat(logits.images()).isEqualTo(9);
        assertThat(logits.at(8, 0)).isEqualTo(18);
        assertThat(session.batches).containsExactly(4, 4, 1);
    }

    @Test
    void refusesAtOnceWhenTheQueueIsFull() {
        CompletableFuture<Outcome> computing = workers.ask(images(0), Deadline.in(LONG));
        await().until(session.gate::hasQueuedThreads);
        for (int i = 0; i < 8; i++) {
            assertThat(workers.ask(images(0), Deadline.in(LONG))).isNotDone();
        }

        assertThat(workers.ask(images(0), Deadline.in(LONG))).isCompletedWithValue(new Outcome.QueueFull(8));
        assertThat(computing).isNotDone();
    }

    @Test
    void answersAtTheDeadlineAndDoesNotComputeWhatIsLate() {
        CompletableFuture<Outcome> computing = workers.ask(images(1), Deadline.in(LONG));
        await().until(session.gate::hasQueuedThreads);
        CompletableFuture<Outcome> late = workers.ask(images(2), Deadline.in(Duration.ofMillis(20)));

        assertThat(late.join()).as("before the worker is free").isEqualTo(new Outcome.DeadlinePassed());
        assertThat(computing).isNotDone();
        session.gate.release(2);

        assertThat(logits(workers.ask(images(3), Deadline.in(LONG))).at(0, 0)).isEqualTo(6);
        assertThat(session.batches).as("two requests of one image").containsExactly(1, 1);
    }

    @Test
    void refusesAtOnceWhatWouldWaitForTooLong() {
        CompletableFuture<Outcome> measured = workers.ask(images(1), Deadline.in(LONG));
        await().until(session.gate::hasQueuedThreads);
        long start = System.nanoTime();
        await().until(() -> System.nanoTime() - start > Duration.ofMillis(100).toNanos());
        session.gate.release();
        logits(measured);
        CompletableFuture<Outcome> computing = workers.ask(images(1), Deadline.in(LONG));
        await().until(session.gate::hasQueuedThreads);

        assertThat(workers.ask(images(1), Deadline.in(Duration.ofMillis(150))).join())
                .isInstanceOfSatisfying(
                        Outcome.WaitTooLong.class,
                        wait -> assertThat(wait.expected()).isGreaterThanOrEqualTo(Duration.ofMillis(100)));
        assertThat(workers.ask(images(1), Deadline.in(LONG))).isNotDone();
        assertThat(computing).isNotDone();
    }

    @Test
    void reportsAFailureToWhoAskedAndGoesOn() {
        session.gate.release(2);
        CompletableFuture<Outcome> failing = workers.ask(images(Float.NaN), Deadline.in(LONG));

        await().until(failing::isCompletedExceptionally);
        assertThat(logits(workers.ask(images(3), Deadline.in(LONG))).at(0, 0)).isEqualTo(6);
    }

    @Test
    void closesItsSessionsWhenItIsClosed() {
        workers.close();

        await().until(workers::haveEnded);
        assertThat(session.closed).isTrue();
    }

    private static Images images(float... values) {
        return Images.of(values, values.length);
    }

    private static Logits logits(CompletableFuture<Outcome> outcome) {
        return ((Outcome.Answered) outcome.join()).logits();
    }

    /** Twice each pixel, once a permit is there; fails on NaN. */
    private static final class Doubling implements Session {
        private final Semaphore gate = new Semaphore(0);
        private final List<Integer> batches = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        @Override
        public float[] run(FloatBuffer pixels, int images) {
            batches.add(images);
            gate.acquireUninterruptibly();
            float[] doubled = new float[images];
            for (int i = 0; i < images; i++) {
                if (Float.isNaN(pixels.get(i))) {
                    throw new IllegalStateException("the runtime fails");
                }
                doubled[i] = 2 * pixels.get(i);
            }
            return doubled;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
