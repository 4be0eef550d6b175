package dev.retort.kit.log;

import dev.retort.contracts.event.Event;

/** Appends to the event log. */
public interface EventPublisher {
    /** Returns once the broker has it; waits while the broker is away, for up to two minutes. */
    void publish(Event event);
}
