package dev.retort.gateway.domain;

import java.time.Duration;

/**
 * When nobody waits for an answer any more.
 *
 * @param nanos as of {@link System#nanoTime}
 */
public record Deadline(long nanos) {
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    public Deadline plus(Duration time) {
        return new Deadline(nanos + time.toNanos());
    }

    public boolean hasPassed() {
        return System.nanoTime() - nanos >= 0;
    }

    /** Negative once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(nanos - System.nanoTime());
    }
}
