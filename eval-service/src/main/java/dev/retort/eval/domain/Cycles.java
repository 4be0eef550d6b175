package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ContinuousEvent;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.RetrainingBackedOff;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.SourceQuarantined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The retrainings that were begun, and the sets that they learn from: a fold over the log, safe for many threads. */
public final class Cycles {
    private final Map<Key, RetrainingStarted> cycles = new HashMap<>();
    private final Map<Digest, ContinuousSet> sets = new HashMap<>();
    /** In sequence; what is said twice is there once. */
    private final Map<Digest, List<SamplesAdmitted>> admitted = new HashMap<>();

    /** By alias, why. */
    private final Map<String, String> paused = new HashMap<>();

    private record Key(String run, String arm) {}

    /** A retraining, and what its new samples are of. */
    public record Cycle(RetrainingStarted started, ContinuousSet set) {}

    public synchronized void on(ContinuousEvent event) {
        switch (event) {
            case ContinuousSetOpened opened -> sets.put(opened.set().id(), opened.set());
            case RetrainingStarted started -> {
                cycles.putIfAbsent(new Key(started.run(), started.arm()), started);
                notifyAll();
            }
            case SamplesAdmitted batch -> on(batch);
            case SourceQuarantined _, DriftDetected _, RetrainingBackedOff _ -> {}
        }
    }

    private void on(SamplesAdmitted batch) {
        List<SamplesAdmitted> known = admitted.computeIfAbsent(batch.set(), set -> new ArrayList<>());
        if (batch.batch() == known.size()) {
            known.add(batch);
        }
    }

    /** Nothing that a retraining made becomes this alias' version until it is resumed. */
    public synchronized void pause(String alias, String reason) {
        paused.put(alias, reason);
    }

    public synchronized void resume(String alias) {
        paused.remove(alias);
    }

    /** Why, if it is. */
    public synchronized Optional<String> paused(String alias) {
        return Optional.ofNullable(paused.get(alias));
    }

    /** The batches that a cycle learns from, in sequence; those that the log does not know are left out. */
    public synchronized List<SamplesAdmitted> batchesOf(RetrainingStarted started) {
        List<SamplesAdmitted> known = admitted.getOrDefault(started.set(), List.of());
        int end = (int) Math.min(started.endBatch(), known.size());
        int first = (int) Math.min(started.firstBatch(), end);
        return List.copyOf(known.subList(first, end));
    }

    public synchronized Optional<Cycle> find(String run, String arm) {
        RetrainingStarted started = cycles.get(new Key(run, arm));
        ContinuousSet set = started == null ? null : sets.get(started.set());
        return started == null || set == null ? Optional.empty() : Optional.of(new Cycle(started, set));
    }

    /** As {@link #find}; its checkpoints are on another topic, and may be read before it. */
    public synchronized Optional<Cycle> await(String run, String arm, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        Optional<Cycle> cycle = find(run, arm);
        for (long left = millis;
                cycle.isEmpty() && left > 0;
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
            wait(left);
            cycle = find(run, arm);
        }
        return cycle;
    }
}
