package dev.retort.teacher.messaging;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatchCodec;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.Message;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.lifecycle.Topology;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.kit.run.RunFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Appends batches to continuous sets, one at a time: what is written next depends on what is on the log. */
public final class ContinuousBatchWriter implements AutoCloseable {
    /** How long the broker may be silent before the service says so. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KafkaProducer<byte[], byte[]> producer;

    private ContinuousBatchWriter(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Opens writers. */
    @ApplicationScoped
    public static class Factory {
        private final KafkaConnection connection;
        private final Topology topology;

        @Inject
        Factory(KafkaConnection connection, Topology topology) {
            this.connection = connection;
            this.topology = topology;
        }

        /** Makes the topic where it is missing. */
        public ContinuousBatchWriter open(ContinuousSet set) throws InterruptedException {
            try {
                topology.ensureContinuousSet(set);
            } catch (ExecutionException e) {
                throw unavailable(set, e);
            }
            Map<String, Object> properties = new HashMap<>(connection.properties());
            properties.put(ProducerConfig.ACKS_CONFIG, "all");
            properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
            properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topology.GREATEST_MESSAGE_BYTES);
            properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) Topology.GREATEST_MESSAGE_BYTES);
            properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
            properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
            properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            return new ContinuousBatchWriter(
                    new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
        }
    }

    /**
     * Returns when the broker has it.
     *
     * @throws BrokerUnavailableException if it is away for too long; whether it has the batch is to be read on the log then
     * @throws RunFailure if it refuses the batch
     */
    public void write(ContinuousBatch batch) throws InterruptedException {
        Message message = ContinuousBatchCodec.encode(batch);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                message.topic(),
                0,
                message.key().getBytes(StandardCharsets.UTF_8),
                message.value(),
                KafkaRecords.headers(message.headers()));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw unavailable(batch.set(), e);
        }
    }

    private static RuntimeException unavailable(ContinuousSet set, ExecutionException e) {
        String what = "the log of continuous set %s cannot be made or written (%s): check the broker"
                .formatted(set.id().abbreviated(), e.getCause());
        return e.getCause() instanceof RetriableException
                ? new BrokerUnavailableException(what, e)
                : new RunFailure("broker-refuses", what + ", then start the run again: it goes on", e);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
