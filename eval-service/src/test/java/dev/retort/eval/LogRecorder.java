package dev.retort.eval;

import dev.retort.contracts.event.Event;
import dev.retort.kit.log.EventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Sees the log as any service does. */
@ApplicationScoped
public class LogRecorder implements EventHandler {
    private static final int PATIENCE_SECONDS = 60;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Override
    public void on(Event event) {
        events.add(event);
    }

    /** The next event of that type that fits; what comes before it is dropped. */
    public <E extends Event> E await(Class<E> type, Predicate<E> fits) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("no " + type.getSimpleName() + " in " + PATIENCE_SECONDS + " seconds");
            }
            if (type.isInstance(event) && fits.test(type.cast(event))) {
                return type.cast(event);
            }
        }
    }
}
