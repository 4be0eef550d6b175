package dev.retort.teacher.messaging;

import dev.retort.contracts.Topics;
import dev.retort.contracts.event.TransferSet;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions of a set this replica labels: a consumer group over the set's topic, of all replicas that label it. Nothing
 * is consumed; what counts is who owns what. Confined to one thread, which must poll while it works.
 */
public final class LabelGroup implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<Integer> owned = new TreeSet<>();
    private @Nullable SoftTargetWriter writer;
    private @Nullable RuntimeException failure;
    private boolean interrupted;
    private boolean lost;
    private long generation;

    LabelGroup(TransferSet set, String replica, Map<String, Object> connection) {
        consumer = ReplicaConsumer.of("retort-labelling-" + set.id().abbreviated(), replica, connection);
        consumer.subscribe(List.of(Topics.softTargets(set.id())), new Handover());
    }

    /** What this replica owns, from one rebalance to the next. */
    public record Share(long generation, Set<Integer> partitions) {
        public Share {
            partitions = Set.copyOf(partitions);
        }
    }

    /** What is owned now; waits a while for news. */
    public Share poll(Duration patience) throws InterruptedException {
        try {
            consumer.poll(patience);
        } catch (InterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while sharing the work");
        }
        if (interrupted) {
            throw new InterruptedException("interrupted while handing partitions over");
        }
        if (failure != null) {
            throw failure;
        }
        return new Share(generation, owned);
    }

    /**
     * Whether the share is still as it was. If not, nothing of the writer is on its way any more: whoever labels on, this
     * replica or another one, reads where the log ends.
     */
    public boolean stillOwns(Share share, SoftTargetWriter writer) throws InterruptedException {
        this.writer = writer;
        lost = false;
        try {
            if (poll(Duration.ZERO).generation() == share.generation()) {
                return true;
            }
            if (lost) {
                writer.abandon();
            } else {
                writer.flush();
            }
            return false;
        } finally {
            this.writer = null;
        }
    }

    @Override
    public void close() {
        ReplicaConsumer.close(consumer);
    }

    private final class Handover implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            consumer.pause(added);
            added.forEach(partition -> owned.add(partition.partition()));
            generation += added.isEmpty() ? 0 : 1;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> removed) {
            try {
                if (writer != null && !removed.isEmpty()) {
                    writer.flush();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (RuntimeException e) {
                // Thrown from here, the consumer would wrap it.
                failure = e;
            }
            remove(removed);
        }

        /** The group has done without us: what we hold may have been written by another replica already. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> removed) {
            lost = true;
            remove(removed);
        }

        private void remove(Collection<TopicPartition> removed) {
            removed.forEach(partition -> owned.remove(partition.partition()));
            generation += removed.isEmpty() ? 0 : 1;
        }
    }
}
