package dev.retort.kit.continuous;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Topics;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatchCodec;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.log.DeadLetters;
import dev.retort.kit.log.KafkaRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads continuous sets. Batches are written in sequence, so batch n lies at offset n or, where something else was written
 * in between, behind it; one that is there twice counts once.
 */
@ApplicationScoped
public class ContinuousLog {
    /** 292 years: more nanoseconds are no long. */
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);
    /** How far back to look for the last batch when something else was written behind it. */
    private static final int WINDOW = 16;
    /** A few batches: they hold images. */
    private static final int FETCH_BYTES = 1 << 22;

    private final KafkaConnection connection;
    private final DeadLetters deadLetters;

    ContinuousLog(KafkaConnection connection, DeadLetters deadLetters) {
        this.connection = connection;
        this.deadLetters = deadLetters;
    }

    /**
     * How many batches are on the log; its topic must be there.
     *
     * @throws BrokerUnavailableException if the broker does not answer for two minutes
     */
    public long batches(ContinuousSet set) throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            TopicPartition topic = assign(consumer, set);
            long end = consumer.endOffsets(List.of(topic)).getOrDefault(topic, 0L);
            consumer.seek(topic, Math.max(0, end - WINDOW));
            long batches = 0;
            while (consumer.position(topic) < end) {
                for (ConsumerRecord<byte[], byte[]> record : BatchReader.poll(consumer)) {
                    batches = Math.max(batches, numberOf(set, record).orElse(-1) + 1);
                }
            }
            return batches;
        } catch (InterruptException e) {
            throw interrupted();
        } catch (KafkaException e) {
            throw unavailable(set, e);
        }
    }

    /** Hands over the batches from {@code first} (inclusive) to {@code end} (exclusive), in sequence, as soon as they are there. */
    public void read(ContinuousSet set, long first, long end, Consumer<ContinuousBatch> reader)
            throws InterruptedException {
        read(set, first, end, reader, FOR_EVER);
    }

    /**
     * As {@link #read(ContinuousSet, long, long, Consumer)}, and gives up.
     *
     * @param patience longest wait for the next batch
     * @return whether all were there; where not, the broker has said so
     * @throws BrokerUnavailableException if the broker does not answer when it is asked after that
     */
    public boolean read(ContinuousSet set, long first, long end, Consumer<ContinuousBatch> reader, Duration patience)
            throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return new BatchReader(consumer, assign(consumer, set))
                    .read(first, end, (record, next) -> handOver(set, record, next, reader), patience);
        } catch (InterruptException e) {
            throw interrupted();
        } catch (KafkaException e) {
            throw unavailable(set, e);
        }
    }

    private boolean handOver(
            ContinuousSet set, ConsumerRecord<byte[], byte[]> record, long next, Consumer<ContinuousBatch> reader) {
        try {
            ContinuousBatch batch =
                    ContinuousBatchCodec.decode(set, KafkaRecords.headers(record.headers()), record.value());
            if (batch.batch() != next) {
                return false;
            }
            reader.accept(batch);
            return true;
        } catch (MalformedMessageException e) {
            deadLetters.send(record, e);
            return false;
        }
    }

    private static OptionalLong numberOf(ContinuousSet set, ConsumerRecord<byte[], byte[]> record) {
        try {
            return OptionalLong.of(
                    ContinuousBatchCodec.decode(set, KafkaRecords.headers(record.headers()), record.value())
                            .batch());
        } catch (MalformedMessageException e) {
            // Whoever reads the batches puts it to the dead letters.
            return OptionalLong.empty();
        }
    }

    private static TopicPartition assign(KafkaConsumer<byte[], byte[]> consumer, ContinuousSet set) {
        TopicPartition topic = new TopicPartition(Topics.softTargets(set.id()), 0);
        consumer.assign(List.of(topic));
        return topic;
    }

    private BrokerUnavailableException unavailable(ContinuousSet set, KafkaException e) {
        return new BrokerUnavailableException(
                "the log of continuous set %s cannot be read (%s): check the broker"
                        .formatted(set.id().abbreviated(), connection.explain(e)),
                e);
    }

    /** It sets the thread's flag again, and a consumer that is closed with the flag set complains. */
    private static InterruptedException interrupted() {
        Thread.interrupted();
        return new InterruptedException("interrupted while reading a continuous set");
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(connection.properties());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
