package dev.retort.trainer.messaging;

import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.kit.run.RunFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts batches into sequence, whatever the order they arrive in: duplicates are dropped, a gap waits in a bounded
 * look-ahead. Batch b is on partition b mod P: when the look-ahead is full, only the partition of the next batch is to be read
 * on. Knows for every batch that it hands out from which offsets one would read on after it.
 */
final class BatchSequence {
    private final int batchSize;
    private final int partitions;
    private final int greatestLookAhead;
    private final Map<Long, Arrived> waiting = new TreeMap<>();
    private final Map<Integer, Long> offsets;
    private long next;

    BatchSequence(int batchSize, int partitions, int greatestLookAhead, LogPosition position) {
        this.batchSize = batchSize;
        this.partitions = partitions;
        this.greatestLookAhead = greatestLookAhead;
        this.next = position.nextSequence() / batchSize;
        this.offsets = new HashMap<>(position.offsets());
    }

    private record Arrived(SoftTargetBatch batch, int partition, long offset) {}

    /** @param after where one would read on once this batch has been trained on */
    record Placed(SoftTargetBatch batch, LogPosition after) {}

    /** @throws RunFailure with code log-gap if its own partition goes on and on without the next batch */
    void add(SoftTargetBatch batch, int partition, long offset) {
        long number = batch.firstSequence() / batchSize;
        if (number < next || waiting.containsKey(number)) {
            return;
        }
        waiting.put(number, new Arrived(batch, partition, offset));
        // One poll may bring the next batch and more behind it than may wait.
        if (waiting.size() > greatestLookAhead && partition == nextPartition() && !hasNext()) {
            failOnAGap();
        }
    }

    private void failOnAGap() {
        long behind = waiting.values().stream()
                .filter(arrived -> arrived.partition() == nextPartition())
                .count();
        if (behind > greatestLookAhead) {
            throw gap("%d later ones are behind its place".formatted(behind));
        }
    }

    /** What there is to say of a next batch that never comes. */
    RunFailure gap(String evidence) {
        return new RunFailure(
                "log-gap",
                "batch %d of the transfer set is missing on partition %d while %s: label the set anew"
                        .formatted(next, nextPartition(), evidence));
    }

    /**
     * Whether the next batch has not come and a later one of its partition has. They are written in order: once all of the
     * partition is read, it never comes.
     */
    boolean isNextOvertaken() {
        return !hasNext()
                && waiting.entrySet().stream()
                        .anyMatch(later -> later.getValue().partition() == nextPartition()
                                && later.getKey() % partitions == nextPartition());
    }

    /** Whether so many batches wait that partitions other than {@link #nextPartition} must not be read on. */
    boolean isFull() {
        return waiting.size() >= greatestLookAhead;
    }

    /** Where the next batch comes from. */
    int nextPartition() {
        return (int) (next % partitions);
    }

    boolean hasNext() {
        return waiting.containsKey(next);
    }

    /** The next batch of the sequence, if it has arrived. */
    Optional<Placed> poll() {
        Arrived arrived = waiting.remove(next);
        if (arrived == null) {
            return Optional.empty();
        }
        next++;
        offsets.put(arrived.partition(), readOnFrom(arrived));
        return Optional.of(new Placed(arrived.batch(), new LogPosition(next * batchSize, offsets)));
    }

    /** Behind the batch, but not behind one of its partition that waits: whoever reads on has to find that one as well. */
    private long readOnFrom(Arrived arrived) {
        return waiting.values().stream()
                .filter(other -> other.partition() == arrived.partition())
                .mapToLong(Arrived::offset)
                .reduce(arrived.offset() + 1, Math::min);
    }
}
