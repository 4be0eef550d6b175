package dev.retort.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.RunFailed;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.store.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunWorkerTest {
    private final List<Event> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>(new IllegalStateException("unset"));
    private final RunWorker worker = new RunWorker(
            "a-service",
            this::publish,
            new SimpleMeterRegistry(),
            () -> Optional.of(new Failing(Objects.requireNonNull(failure.get()))));

    @AfterEach
    void stop() {
        worker.close();
    }

    private void publish(Event event) {
        if (refusals.getAndDecrement() > 0) {
            throw new BrokerUnavailableException("away", new IllegalStateException("away"));
        }
        published.add(event);
    }

    private record Failing(Throwable failure) implements RunWorker.Work {
        @Override
        public String run() {
            return "run-1";
        }

        @Override
        public void perform() {
            switch (failure) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case Throwable other -> throw new AssertionError(other);
            }
        }
    }

    @Test
    void saysWhyARunFailed() {
        failure.set(new RunFailure("log-gap", "batch 3 is missing"));

        worker.wake();

        await().until(() -> !published.isEmpty());
        assertThat(published).singleElement().isInstanceOfSatisfying(RunFailed.class, failed -> {
            assertThat(failed.code()).isEqualTo("log-gap");
            assertThat(failed.reason()).isEqualTo("batch 3 is missing");
        });
    }

    @Test
    void failsTheRunOnAnErrorToo() {
        failure.set(new OutOfMemoryError("Java heap space"));

        worker.wake();

        await().until(() -> !published.isEmpty());
        assertThat(published)
                .singleElement()
                .isInstanceOfSatisfying(
                        RunFailed.class, failed -> assertThat(failed.reason()).isEqualTo("Java heap space"));
    }

    @Test
    void goesOnTryingToSaySoWhileTheBrokerIsAway() {
        refusals.set(2);
        failure.set(new BrokerUnavailableException("no answer for two minutes", new IllegalStateException()));

        worker.wake();

        await().until(() -> !published.isEmpty());
        assertThat(published)
                .singleElement()
                .isInstanceOfSatisfying(
                        RunFailed.class, failed -> assertThat(failed.code()).isEqualTo("broker-unavailable"));
    }

    /** Nobody is there at night to start it again. */
    @Test
    void triesWorkAgainThatOutlastsAnOutage() {
        AtomicInteger attempts = new AtomicInteger();
        RunWorker.Work endless = new RunWorker.Work() {
            @Override
            public String run() {
                return "run-1";
            }

            @Override
            public void perform() {
                if (attempts.incrementAndGet() == 1) {
                    throw new StoreUnavailableException("away for two minutes");
                }
                throw new RunFailure("log-gap", "batch 3 is missing");
            }

            @Override
            public boolean outlastsOutages() {
                return true;
            }
        };
        try (RunWorker patient =
                new RunWorker("a-service", published::add, new SimpleMeterRegistry(), () -> Optional.of(endless))) {
            patient.wake();

            await().until(() -> !published.isEmpty());
        }
        assertThat(attempts).hasValue(2);
        assertThat(published)
                .singleElement()
                .isInstanceOfSatisfying(
                        RunFailed.class, failed -> assertThat(failed.code()).isEqualTo("log-gap"));
    }

    @Test
    void asksAgainWhatIsToBeDoneWhenThatCouldNotBeSaid() {
        AtomicInteger asked = new AtomicInteger();
        try (RunWorker patient = new RunWorker("a-service", published::add, new SimpleMeterRegistry(), () -> {
            if (asked.incrementAndGet() == 1) {
                throw new BrokerUnavailableException("away", new IllegalStateException("away"));
            }
            return Optional.empty();
        })) {
            patient.wake();

            await().until(() -> asked.get() == 2);
        }
        assertThat(published).isEmpty();
    }

    @Test
    void asksForWorkOnlyWhenItHasReadWhatItWrote() {
        CountDownLatch read = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        EventPublisher slowlyRead = new EventPublisher() {
            @Override
            public void publish(Event event) {}

            @Override
            public void awaitRead() throws InterruptedException {
                read.await();
            }
        };
        try (RunWorker careful = new RunWorker("a-service", slowlyRead, new SimpleMeterRegistry(), () -> {
            asked.incrementAndGet();
            return Optional.empty();
        })) {
            careful.wake();
            await().during(Duration.ofMillis(200)).until(() -> asked.get() == 0);

            read.countDown();
            await().until(() -> asked.get() == 1);
        }
    }
}
