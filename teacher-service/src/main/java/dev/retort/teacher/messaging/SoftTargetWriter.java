package dev.retort.teacher.messaging;

import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.contracts.softtarget.SoftTargetCodec;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.kit.run.RunFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes batches of one set. Confined to one thread. */
public final class SoftTargetWriter implements AutoCloseable {
    /** How long the broker may be silent before a run fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TransferSet set;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Confirmations confirmations = new Confirmations(PATIENCE);

    SoftTargetWriter(TransferSet set, Map<String, Object> connection) {
        this.set = set;
        Map<String, Object> properties = new HashMap<>(connection);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        // In sequence on the log, not only in what a reader makes of it; one at a time is fast enough for a teacher.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // Confirmations ends the wait, for all batches at once.
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        // Batches come every few milliseconds: waiting for some of them shares the overhead of a record batch.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Hands the batch to the producer.
     *
     * @throws RunFailure if an earlier one was refused, or the broker is away for too long
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback keeps the failure, the next call throws it
    public void write(SoftTargetBatch batch, long number) {
        confirmations.check();
        Message message = SoftTargetCodec.encode(batch);
        confirmations.sent();
        producer.send(
                new ProducerRecord<>(
                        message.topic(),
                        set.partitionOf(number),
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

    /** What the broker has not taken is dropped at once: it may be another replica's work by now. */
    public void abandon() {
        producer.close(Duration.ZERO);
    }

    /** What the broker has not taken by now is dropped, from the first on: no partition gets a hole. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
