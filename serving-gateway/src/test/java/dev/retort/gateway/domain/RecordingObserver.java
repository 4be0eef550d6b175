package dev.retort.gateway.domain;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts. */
final class RecordingObserver implements TrialObserver {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    private final Map<Shadowing, Integer> shadowed = new EnumMap<>(Shadowing.class);

    @Override
    public void canaryAnswered(long nanos) {
        answered.incrementAndGet();
    }

    @Override
    public void canaryFailed() {
        failed.incrementAndGet();
    }

    @Override
    public synchronized void shadowed(Shadowing what, int images) {
        shadowed.merge(what, images, Integer::sum);
    }

    synchronized int count(Shadowing what) {
        return shadowed.getOrDefault(what, 0);
    }
}
