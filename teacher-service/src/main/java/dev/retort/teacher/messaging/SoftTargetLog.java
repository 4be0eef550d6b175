package dev.retort.teacher.messaging;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.contracts.softtarget.SoftTargetCodec;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.lifecycle.Topology;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.kit.run.RunFailure;
import dev.retort.teacher.config.TeacherConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Transfer sets, each on its own topic, each batch once. */
@ApplicationScoped
public class SoftTargetLog {
    private static final Duration POLL = Duration.ofMillis(500);
    /** How far back to look for a readable batch when something unreadable was written behind the last one. */
    private static final int WINDOW = 64;

    private final KafkaConnection connection;
    private final Topology topology;
    private final TeacherConfig config;

    SoftTargetLog(KafkaConnection connection, Topology topology, TeacherConfig config) {
        this.connection = connection;
        this.topology = topology;
        this.config = config;
    }

    /** Makes the topic where it is missing. */
    public void ensure(TransferSet set) throws InterruptedException {
        try {
            topology.ensureSoftTargets(Topics.softTargets(set.id()), set.partitions());
        } catch (ExecutionException e) {
            throw unavailable(set, String.valueOf(e.getCause()), e);
        }
    }

    /** Takes part in labelling the set, whose topic is there. */
    public LabelGroup join(TransferSet set) {
        return new LabelGroup(set, config.replica(), connection.properties());
    }

    public SoftTargetWriter writer(TransferSet set) {
        return new SoftTargetWriter(set, connection.properties());
    }

    /** What the log lacks of these partitions. */
    public MissingBatches missing(TransferSet set, Set<Integer> partitions) throws InterruptedException {
        try {
            return new MissingBatches(set, partitions, lastBatches(set, partitions));
        } catch (TimeoutException e) {
            throw unavailable(set, String.valueOf(e.getMessage()), e);
        } catch (InterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while reading what the log holds");
        }
    }

    /** What the log lacks of the whole set. */
    public MissingBatches missing(TransferSet set) throws InterruptedException {
        return missing(set, IntStream.range(0, set.partitions()).boxed().collect(Collectors.toSet()));
    }

    /** How many batches of the set the log holds. */
    public long written(TransferSet set) throws InterruptedException {
        return set.batches() - missing(set).count();
    }

    private static RunFailure unavailable(TransferSet set, String why, Exception cause) {
        return new RunFailure(
                "broker-unavailable",
                "the topic of transfer set %s cannot be made or read (%s): check the broker, then start the run again: it goes on"
                        .formatted(set.id().abbreviated(), why),
                cause);
    }

    /** By partition, the greatest batch on the log; batches of a partition are written in order. */
    private Map<Integer, Long> lastBatches(TransferSet set, Set<Integer> partitions) throws InterruptedException {
        Map<String, Object> properties = new HashMap<>(connection.properties());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Map<Integer, Long> last = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (int partition : partitions) {
                Long batch = lastBatch(consumer, set, partition);
                if (batch != null) {
                    last.put(partition, batch);
                }
            }
        }
        return last;
    }

    private static @Nullable Long lastBatch(KafkaConsumer<byte[], byte[]> consumer, TransferSet set, int partition)
            throws InterruptedException {
        TopicPartition topicPartition = new TopicPartition(Topics.softTargets(set.id()), partition);
        List<TopicPartition> one = List.of(topicPartition);
        consumer.assign(one);
        long end = consumer.endOffsets(one).getOrDefault(topicPartition, 0L);
        Long last = null;
        long from = Math.max(0, end - WINDOW);
        consumer.seek(topicPartition, from);
        while (consumer.position(topicPartition) < end) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Long batch = batchOf(record, set);
                // The greatest: a replica that was frozen and came back late may have written an old one behind it.
                last = batch == null || (last != null && last > batch) ? last : batch;
            }
        }
        return last;
    }

    private static @Nullable Long batchOf(ConsumerRecord<byte[], byte[]> record, TransferSet set) {
        try {
            SoftTargetBatch batch = SoftTargetCodec.decode(KafkaRecords.headers(record.headers()), record.value());
            return batch.firstSequence() / set.batchSize();
        } catch (MalformedMessageException e) {
            // Not ours; the student, who reads it, puts it to the dead letters.
            return null;
        }
    }
}
