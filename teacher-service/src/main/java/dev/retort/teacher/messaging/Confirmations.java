package dev.retort.teacher.messaging;

import dev.retort.kit.run.RunFailure;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the broker still has to confirm. Batches never time out one by one: a batch that was given up while a later one
 * arrived would be a hole in the set for ever. It is the broker's silence that ends, for all of them at once, and silence is counted by a clock that stands while the machine
 * sleeps. Safe for many threads.
 */
final class Confirmations {
    private static final long POLL_MILLIS = 500;

    private final Duration patience;
    private final LongSupplier nanoTime;
    private long outstanding;
    private long lastNews;
    private @Nullable Exception failure;

    Confirmations(Duration patience) {
        this(patience, System::nanoTime);
    }

    Confirmations(Duration patience, LongSupplier nanoTime) {
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    synchronized void sent() {
        if (outstanding++ == 0) {
            lastNews = nanoTime.getAsLong();
        }
    }

    /** @param exception null if the broker has the batch */
    synchronized void answered(@Nullable Exception exception) {
        outstanding--;
        lastNews = nanoTime.getAsLong();
        if (failure == null) {
            failure = exception;
        }
        notifyAll();
    }

    /** @throws RunFailure if a batch was refused, or the broker has been silent for too long */
    synchronized void check() {
        if (failure != null) {
            throw refused(failure);
        }
        if (outstanding > 0 && nanoTime.getAsLong() - lastNews > patience.toNanos()) {
            throw new RunFailure(
                    "broker-unavailable",
                    "the broker has not confirmed %d batches of logits for %d s: check that it runs and is reachable, then start the run again: it goes on"
                            .formatted(outstanding, patience.toSeconds()));
        }
    }

    /**
     * Returns when nothing is outstanding.
     *
     * @throws RunFailure as {@link #check} does
     */
    synchronized void awaitAll() throws InterruptedException {
        check();
        while (outstanding > 0) {
            wait(POLL_MILLIS);
            check();
        }
    }

    private static RunFailure refused(Exception cause) {
        return new RunFailure(
                "broker-unavailable",
                "the broker did not take the logits (%s): check it and its disk, then start the run again: it goes on"
                        .formatted(cause.getMessage()),
                cause);
    }
}
