package dev.retort.kit.run;

import dev.retort.contracts.event.RunFailed;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.log.EventPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Compares what should be with what is, on one thread: whenever it is woken it asks for the next piece of work and does it.
 * A piece of work ends with an event on the log, which wakes it again. One that fails ends its run, not the service; one of
 * a run that goes on without end waits until store and broker are back.
 */
public final class RunWorker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RunWorker.class);
    private static final int PATIENCE_SECONDS = 8;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String service;
    private final EventPublisher publisher;
    private final MeterRegistry metrics;
    private final Supplier<Optional<Work>> next;
    private final ExecutorService thread;
    private final AtomicBoolean queued = new AtomicBoolean();

    /** @param next the most urgent piece of work, by the log; asked on the worker's thread */
    public RunWorker(String service, EventPublisher publisher, MeterRegistry metrics, Supplier<Optional<Work>> next) {
        this.service = service;
        this.publisher = publisher;
        this.metrics = metrics;
        this.next = next;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("run-worker").factory());
    }

    /** A piece of work for one run. */
    public interface Work {
        String run();

        /** @throws InterruptedException if the service stops; the run goes on when it is back */
        void perform() throws InterruptedException;

        /** Whether it is tried again, from what the log holds, when store or broker stay away; it fails its run otherwise. */
        default boolean outlastsOutages() {
            return false;
        }
    }

    /** Something may have become due. Returns at once. */
    public void wake() {
        if (queued.compareAndSet(false, true)) {
            thread.execute(() -> {
                queued.set(false);
                workOnce();
            });
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a run is still in a call that cannot be interrupted; leaving it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One piece; its result on the log wakes us for the next. What the last one came to is read first: see Runs. */
    private void workOnce() {
        nextWork().ifPresent(this::perform);
    }

    /** Whoever finds it may have to write to the log that it begins. */
    private Optional<Work> nextWork() {
        try {
            publisher.awaitRead();
            return next.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BrokerUnavailableException e) {
            LOG.warnf("what is to be done next has to wait: %s", e.getMessage());
            pause();
            wakeUnlessStopped();
        }
        return Optional.empty();
    }

    private void perform(Work work) {
        MDC.put(LogContext.RUN, work.run());
        try {
            work.perform();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // An error too, such as a lack of memory or of a native library: the run must not wait for nobody.
            if (!Thread.currentThread().isInterrupted()) {
                end(work, Failure.of(e));
            }
        } finally {
            MDC.remove(LogContext.RUN);
            MDC.remove(LogContext.STEP);
        }
    }

    private void end(Work work, Failure failure) {
        if (work.outlastsOutages() && failure.isOutage()) {
            LOG.warnf("run %s waits: %s", work.run(), failure.reason());
            pause();
            wakeUnlessStopped();
        } else {
            fail(work.run(), failure);
        }
    }

    private void wakeUnlessStopped() {
        if (!Thread.currentThread().isInterrupted()) {
            wake();
        }
    }

    private void fail(String run, Failure failure) {
        failure.log(LOG, "run " + run);
        metrics.counter("retort.run.failures", "code", failure.code()).increment();
        publishUntilHeard(new RunFailed(run, service, failure.code(), failure.reason(), Instant.now()));
    }

    /** A failure that is not on the log leaves the run waiting for ever: the broker may have been its cause. */
    private void publishUntilHeard(RunFailed failed) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                publisher.publish(failed);
                return;
            } catch (RuntimeException e) {
                LOG.warnf("that run %s failed is not on the log yet (%s); trying again", failed.run(), e.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
