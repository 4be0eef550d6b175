package dev.retort.trainer.messaging;

import dev.retort.contracts.event.TransferSet;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainingBatch;
import java.util.Optional;

/** The training set of a student: soft targets, and the views that the teacher saw. */
public interface SoftTargets {
    /**
     * A batch ready to be trained on.
     *
     * @param after where to read on once it has been: of a mixed one, the old sample that its next one begins with
     */
    record PositionedBatch(TrainingBatch batch, LogPosition after) {}

    /** Batches from the position on, without end; closing it stops the reading. */
    Prefetch<PositionedBatch> read(TransferSet set, Dataset dataset, LogPosition position);

    /** Puts batches together, old samples among them. */
    @FunctionalInterface
    interface Mixing {
        /** @return the next batch, or empty after the last one */
        Optional<PositionedBatch> next(ReplayReader old) throws InterruptedException;
    }

    /** Batches with samples of the set, which is read from one of them on, over and over; closing it stops the reading. */
    Prefetch<PositionedBatch> mix(TransferSet set, Dataset dataset, long firstSample, Mixing mixing);
}
