package dev.retort.teacher.messaging;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.contracts.softtarget.SoftTargetCodec;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.lifecycle.Topology;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.kit.run.RunFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Appends transfer sets, each to its own topic, each batch once. */
@ApplicationScoped
public class SoftTargetLog {
    private static final Duration POLL = Duration.ofMillis(500);
    /** How long the broker may be silent before a run fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** How far back to look for a readable batch when something unreadable was written behind the last one. */
    private static final int WINDOW = 64;

    private final KafkaConnection connection;
    private final Topology topology;

    SoftTargetLog(KafkaConnection connection, Topology topology) {
        this.connection = connection;
        this.topology = topology;
    }

    /** Makes the topic where it is missing and finds out what is on it. */
    public Writer open(TransferSet set) throws InterruptedException {
        try {
            topology.ensureSoftTargets(Topics.softTargets(set.id()), set.partitions());
        } catch (ExecutionException e) {
            throw unavailable(set, String.valueOf(e.getCause()), e);
        }
        try {
            return new Writer(set, lastBatches(set), connection.properties());
        } catch (TimeoutException e) {
            throw unavailable(set, String.valueOf(e.getMessage()), e);
        } catch (InterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while reading what the log holds");
        }
    }

    private static RunFailure unavailable(TransferSet set, String why, Exception cause) {
        return new RunFailure(
                "broker-unavailable",
                "the topic of transfer set %s cannot be made or read (%s): check the broker, then start the run again: it goes on"
                        .formatted(set.id().abbreviated(), why),
                cause);
    }

    /** By partition, the greatest batch on the log; batches of a partition are written in order. */
    private Map<Integer, Long> lastBatches(TransferSet set) throws InterruptedException {
        Map<String, Object> properties = new HashMap<>(connection.properties());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Map<Integer, Long> last = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (int partition = 0; partition < set.partitions(); partition++) {
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
                last = batch == null ? last : batch;
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

    /** Writes one set. Confined to one thread. */
    public static final class Writer implements AutoCloseable {
        private final TransferSet set;
        private final Map<Integer, Long> lastBatches;
        private final KafkaProducer<byte[], byte[]> producer;
        private final Confirmations confirmations = new Confirmations(PATIENCE);

        Writer(TransferSet set, Map<Integer, Long> lastBatches, Map<String, Object> connection) {
            this.set = set;
            this.lastBatches = Map.copyOf(lastBatches);
            Map<String, Object> properties = new HashMap<>(connection);
            properties.put(ProducerConfig.ACKS_CONFIG, "all");
            properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
            // In sequence on the log, not only in what a reader makes of it; one at a time is fast enough for a
            // teacher.
            properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
            // Confirmations ends the wait, for all batches at once.
            properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
            properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
            // Batches come every few milliseconds: waiting for some of them shares the overhead of a record batch.
            properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
            properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
            this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        }

        /** Where labelling goes on: the smallest batch that is not on the log. */
        public long firstMissingBatch() {
            long first = set.batches();
            for (int partition = 0; partition < set.partitions(); partition++) {
                Long last = lastBatches.get(partition);
                first = Math.min(first, last == null ? partition : last + set.partitions());
            }
            return first;
        }

        /**
         * Hands the batch to the producer, unless the log has it.
         *
         * @throws RunFailure if an earlier one was refused, or the broker is away for too long
         */
        @SuppressWarnings("FutureReturnValueIgnored") // the callback keeps the failure, the next call throws it
        public void write(SoftTargetBatch batch, long number) {
            int partition = set.partitionOf(number);
            Long last = lastBatches.get(partition);
            if (last != null && number <= last) {
                return;
            }
            confirmations.check();
            Message message = SoftTargetCodec.encode(batch);
            confirmations.sent();
            producer.send(
                    new ProducerRecord<>(
                            message.topic(),
                            partition,
                            message.key().getBytes(StandardCharsets.UTF_8),
                            message.value(),
                            KafkaRecords.headers(message.headers())),
                    (metadata, exception) -> confirmations.answered(exception));
        }

        /**
         * Returns when the broker has everything.
         *
         * @throws RunFailure if it does not take it
         */
        public void flush() throws InterruptedException {
            confirmations.awaitAll();
        }

        /** What the broker has not taken by now is dropped, from the first on: no partition gets a hole. */
        @Override
        public void close() {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
