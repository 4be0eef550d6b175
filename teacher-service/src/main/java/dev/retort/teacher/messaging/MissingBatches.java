package dev.retort.teacher.messaging;

import dev.retort.contracts.event.TransferSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Batches of some partitions that are not on the log, in sequence: batch b is on partition b mod P, and those of a partition
 * are written in order, so that one number says all of each. Handed out by one thread.
 */
public final class MissingBatches {
    private final TransferSet set;
    /** The first missing one of each partition that lacks any. */
    private final TreeSet<Long> first = new TreeSet<>();

    /** @param last the greatest batch on the log, by partition; absent where there is none */
    MissingBatches(TransferSet set, Set<Integer> partitions, Map<Integer, Long> last) {
        this.set = set;
        for (int partition : partitions) {
            Long known = last.get(partition);
            add(known == null ? partition : known + set.partitions());
        }
    }

    public boolean isEmpty() {
        return first.isEmpty();
    }

    /** How many have not been handed out. */
    long count() {
        return first.stream()
                .mapToLong(batch -> Math.ceilDiv(set.batches() - batch, (long) set.partitions()))
                .sum();
    }

    /** The smallest; each is handed out once. */
    public OptionalLong next() {
        Long next = first.pollFirst();
        if (next == null) {
            return OptionalLong.empty();
        }
        add(next + set.partitions());
        return OptionalLong.of(next);
    }

    private void add(long batch) {
        if (batch < set.batches()) {
            first.add(batch);
        }
    }
}
