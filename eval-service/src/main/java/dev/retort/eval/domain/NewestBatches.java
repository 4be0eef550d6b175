package dev.retort.eval.domain;

import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.experiment.ContinuousSpec;
import java.util.ArrayDeque;
import java.util.Deque;

/** The newest batches of a continuous set, as many as a cycle that begins now can learn from. A set grows without end. */
final class NewestBatches {
    private final Deque<SamplesAdmitted> newest = new ArrayDeque<>();

    /** They come in sequence; what is said twice counts once. */
    void on(SamplesAdmitted batch) {
        long next = newest.isEmpty() ? 0 : newest.getLast().batch() + 1;
        if (batch.batch() != next) {
            return;
        }
        newest.addLast(batch);
        while ((newest.size() - 1L) * Math.max(1, batch.samples()) >= ContinuousSpec.GREATEST_WINDOW) {
            newest.removeFirst();
        }
    }

    /** From {@code first} (inclusive) to {@code end} (exclusive), those that are there. */
    AdmittedRange range(long first, long end) {
        return AdmittedRange.of(newest.stream()
                .filter(batch -> batch.batch() >= first && batch.batch() < end)
                .toList());
    }
}
