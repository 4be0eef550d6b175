package dev.retort.kit.log;

import dev.retort.contracts.event.Event;

/** Appends to the event log. */
public interface EventPublisher {
    /** Returns once the broker has it; waits while the broker is away, for up to two minutes. */
    void publish(Event event);

    /**
     * Returns when this service's handlers have seen all that it published. A publisher whose events nobody reads back has
     * nothing to wait for.
     */
    default void awaitRead() throws InterruptedException {}
}
