package dev.retort.kit.log;

import dev.retort.contracts.event.Event;

/**
 * A reader of the event log. All handlers are called on one thread, event by event in the order of each topic, from the
 * log's beginning at every start. They keep state and return; work belongs on a thread of the service's own.
 */
public interface EventHandler {
    void on(Event event);

    /** Called once, when everything that was on the log at start has been seen: from now on events are news. */
    default void caughtUp() {}
}
