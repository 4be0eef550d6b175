package dev.retort.teacher.messaging;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Topics;
import dev.retort.contracts.sample.SampleCodec;
import dev.retort.contracts.sample.SampleMessage;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.log.DeadLetters;
import dev.retort.kit.log.KafkaRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** {@code retort.samples}, read from an offset on. */
@ApplicationScoped
public class SampleLog {
    private static final TopicPartition SAMPLES = new TopicPartition(Topics.SAMPLES, 0);
    private static final Duration POLL = Duration.ofMillis(200);
    /** What a burst costs in memory: the rest of it waits on the broker. */
    private static final int FETCH_BYTES = 1 << 22;

    private static final int GREATEST_RECORDS = 256;
    private static final String NO_SOURCE = "unnamed";

    private final KafkaConnection connection;
    private final DeadLetters deadLetters;

    SampleLog(KafkaConnection connection, DeadLetters deadLetters) {
        this.connection = connection;
        this.deadLetters = deadLetters;
    }

    /** What takes the messages, one after the other. */
    public interface Receiver {
        /** @throws MalformedMessageException if it cannot be used: it goes to the dead letters */
        void on(long offset, SampleMessage message) throws InterruptedException, MalformedMessageException;

        /**
         * A message that cannot be read.
         *
         * @return whether it goes to the dead letters
         */
        boolean unreadable(long offset, String source, MalformedMessageException why);
    }

    /** @throws BrokerUnavailableException if the broker cannot be found */
    public Reader from(long offset) {
        Map<String, Object> properties = new HashMap<>(connection.properties());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, GREATEST_RECORDS);
        KafkaConsumer<byte[], byte[]> consumer = consumer(properties);
        consumer.assign(List.of(SAMPLES));
        consumer.seek(SAMPLES, offset);
        return new Reader(consumer, this);
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        try {
            return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    private BrokerUnavailableException unavailable(KafkaException e) {
        return new BrokerUnavailableException(
                "%s cannot be read (%s): check the broker".formatted(Topics.SAMPLES, connection.explain(e)), e);
    }

    /** Confined to one thread. */
    public static final class Reader implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final SampleLog log;

        Reader(KafkaConsumer<byte[], byte[]> consumer, SampleLog log) {
            this.consumer = consumer;
            this.log = log;
        }

        /**
         * Hands over what has come, waiting a little for it.
         *
         * @throws BrokerUnavailableException if the broker refuses to be read from
         */
        public void poll(Receiver receiver) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                for (ConsumerRecord<byte[], byte[]> record : fetched()) {
                    handOver(record, receiver);
                }
            } catch (InterruptException e) {
                // It sets the thread's flag again, and a consumer that is closed with the flag set complains.
                Thread.interrupted();
                throw new InterruptedException("interrupted while waiting for samples");
            }
        }

        private Iterable<ConsumerRecord<byte[], byte[]>> fetched() {
            try {
                return consumer.poll(POLL);
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                throw log.unavailable(e);
            }
        }

        private void handOver(ConsumerRecord<byte[], byte[]> record, Receiver receiver) throws InterruptedException {
            SampleMessage message;
            try {
                message = SampleCodec.decode(KafkaRecords.headers(record.headers()), record.value());
            } catch (MalformedMessageException e) {
                if (receiver.unreadable(record.offset(), sourceOf(record), e)) {
                    log.deadLetters.send(record, e);
                }
                return;
            }
            try {
                receiver.on(record.offset(), message);
            } catch (MalformedMessageException e) {
                log.deadLetters.send(record, e);
            }
        }

        /** By the key: what it says of itself cannot be read. */
        private static String sourceOf(ConsumerRecord<byte[], byte[]> record) {
            String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            return key.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}") ? key : NO_SOURCE;
        }

        /** How many messages are still to be read; empty where the broker has not said yet. */
        public OptionalLong lag() {
            return consumer.currentLag(SAMPLES);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
