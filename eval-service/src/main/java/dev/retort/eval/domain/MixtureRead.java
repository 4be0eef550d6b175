package dev.retort.eval.domain;

import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.TransferSet;

/**
 * What the student of a cycle has read of its two logs: of each step so many samples are new, and so many are read on in the
 * transfer set, from a place that the cycle's seed chose, round and round.
 *
 * @param steps that were taken
 * @param nextReplayed number of the sample of the transfer set that the next step would begin with
 * @param old what is replayed
 * @param batches of new samples
 */
public record MixtureRead(
        RetrainingStarted cycle, long steps, long nextReplayed, TransferSet old, AdmittedRange batches) {
    /** How many old samples were read. */
    public long replayed() {
        return steps * cycle.replayPerStep();
    }

    /** Number of the first of them. */
    public long firstReplayed() {
        return Math.floorMod(nextReplayed - replayed(), old.samples());
    }

    /** Of all views of all images. */
    public double replayPasses() {
        return (double) replayed() / old.samples();
    }

    /** How many new samples were read. */
    public long fresh() {
        return steps * cycle.newPerStep();
    }

    /** Samples that are there to be learned from: those that are not held out. */
    public long training() {
        return batches.training();
    }

    /** Over the samples that are there; more where the teacher's confidence leaves some out. */
    public double passes() {
        return (double) fresh() / training();
    }

    /** Whether the log knows each of the batches, and something in them to learn from. */
    public boolean isWhole() {
        return batches.batches() == cycle.endBatch() - cycle.firstBatch() && training() > 0;
    }
}
