package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Command;
import dev.retort.contracts.event.ContinuousEvent;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.RetrainingBackedOff;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.RetrainingHolds;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.SourceQuarantined;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The retrainings that were begun, what they learn from, and whether they are held: a fold over the log, safe for many threads. */
public final class Cycles {
    private final Map<Key, Begun> cycles = new HashMap<>();
    private final Map<Digest, ContinuousSet> sets = new HashMap<>();
    private final Map<Digest, NewestBatches> admitted = new HashMap<>();
    private final RetrainingHolds holds = new RetrainingHolds();

    private record Key(String run, String arm) {}

    /** On the log all batches that a cycle learns from are before it. */
    private record Begun(RetrainingStarted started, AdmittedRange samples) {}

    /**
     * A retraining.
     *
     * @param set what its new samples are of
     * @param samples the batches that it learns from
     */
    public record Cycle(RetrainingStarted started, ContinuousSet set, AdmittedRange samples) {}

    public synchronized void on(ContinuousEvent event) {
        switch (event) {
            case ContinuousSetOpened opened -> sets.put(opened.set().id(), opened.set());
            case RetrainingStarted started -> {
                cycles.putIfAbsent(new Key(started.run(), started.arm()), new Begun(started, samplesOf(started)));
                notifyAll();
            }
            case SamplesAdmitted batch -> admitted(batch.set()).on(batch);
            case SourceQuarantined _, DriftDetected _, RetrainingBackedOff _, RetrainingFailed _ -> {}
        }
    }

    private AdmittedRange samplesOf(RetrainingStarted started) {
        return admitted(started.set()).range(started.firstBatch(), started.endBatch());
    }

    private NewestBatches admitted(Digest set) {
        return admitted.computeIfAbsent(set, digest -> new NewestBatches());
    }

    /** Some hold retraining: nothing that one made becomes the alias' version until it is resumed. */
    public synchronized void on(Command command) {
        holds.on(command);
    }

    /** What is refused holds nothing. */
    public synchronized void on(PromotionDecided decided) {
        holds.on(decided);
    }

    /** Why retraining is held, if it is. */
    public synchronized Optional<String> paused(String alias) {
        return holds.reason(alias);
    }

    public synchronized Optional<Cycle> find(String run, String arm) {
        Begun begun = cycles.get(new Key(run, arm));
        ContinuousSet set = begun == null ? null : sets.get(begun.started().set());
        return begun == null || set == null
                ? Optional.empty()
                : Optional.of(new Cycle(begun.started(), set, begun.samples()));
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
