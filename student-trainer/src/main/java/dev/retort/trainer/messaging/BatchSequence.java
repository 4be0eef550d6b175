package dev.retort.trainer.messaging;

import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.kit.run.RunFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts batches into sequence, whatever the order they arrive in: duplicates are dropped, a gap waits in a bounded
 * look-ahead. Knows how far ahead each partition is, and for every batch that it hands out from which offsets one would
 * read on after it.
 */
final class BatchSequence {
    private final int batchSize;
    private final int greatestLookAhead;
    private final Map<Long, Arrived> waiting = new TreeMap<>();
    /** By partition, how many of its batches wait. */
    private final Map<Integer, Integer> ahead = new HashMap<>();
    private final Map<Integer, Long> offsets;
    private long next;

    BatchSequence(int batchSize, int greatestLookAhead, LogPosition position) {
        this.batchSize = batchSize;
        this.greatestLookAhead = greatestLookAhead;
        this.next = position.nextBatch();
        this.offsets = new HashMap<>(position.offsets());
    }

    private record Arrived(SoftTargetBatch batch, int partition, long offset) {}

    /** @param after where one would read on once this batch has been trained on */
    record Placed(SoftTargetBatch batch, LogPosition after) {}

    /** @throws RunFailure with code log-gap if too many batches wait for one that does not come */
    void add(SoftTargetBatch batch, int partition, long offset) {
        long number = batch.firstSequence() / batchSize;
        if (number < next || waiting.containsKey(number)) {
            return;
        }
        waiting.put(number, new Arrived(batch, partition, offset));
        ahead.merge(partition, 1, Integer::sum);
        if (waiting.size() > greatestLookAhead) {
            throw new RunFailure(
                    "log-gap",
                    "batch %d of the transfer set is missing while %d later ones are there: label the set anew, or raise"
                                    .formatted(next, waiting.size())
                            + " retort.trainer.look-ahead-batches if its partition is out of order");
        }
    }

    /** The batch that is waited for. */
    long next() {
        return next;
    }

    /** How many batches of the partition wait for earlier ones. */
    int waiting(int partition) {
        return ahead.getOrDefault(partition, 0);
    }

    /** The next batch of the sequence, if it has arrived. */
    Optional<Placed> poll() {
        Arrived arrived = waiting.remove(next);
        if (arrived == null) {
            return Optional.empty();
        }
        next++;
        ahead.merge(arrived.partition(), -1, Integer::sum);
        offsets.put(arrived.partition(), arrived.offset() + 1);
        return Optional.of(new Placed(arrived.batch(), new LogPosition(next, offsets)));
    }
}
