package dev.retort.trainer.messaging;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.contracts.softtarget.SoftTargetCodec;
import dev.retort.kit.log.DeadLetters;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.trainer.messaging.BatchSequence.Placed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a transfer set from a position on, in sequence, over and over: after its last batch comes its first again. Waits
 * while the set is still growing, and fails with log-gap if the next batch cannot come any more. Confined to one thread.
 */
final class SoftTargetReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /**
     * Partitions are handed over one after the other: with Kafka's default of a megabyte each, a thousand batches of the
     * first ones wait for one of the last. Of records that are larger one comes all the same.
     */
    private static final int PARTITION_FETCH_BYTES = 1 << 15;

    private final TransferSet set;
    private final int trainImages;
    private final int greatestLookAhead;
    private final BooleanSupplier complete;
    private final DeadLetters deadLetters;
    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    /** By partition, the greatest offset seen: a set is read more than once, what is unreadable is reported once. */
    private final Map<Integer, Long> seen = new HashMap<>();

    private BatchSequence sequence;
    private long next;

    /** @param complete whether every batch of the set is known to have been written */
    SoftTargetReader(
            TransferSet set,
            int trainImages,
            LogPosition position,
            int greatestLookAhead,
            BooleanSupplier complete,
            Map<String, Object> connection,
            DeadLetters deadLetters) {
        this.set = set;
        this.trainImages = trainImages;
        this.greatestLookAhead = greatestLookAhead;
        this.complete = complete;
        this.deadLetters = deadLetters;
        this.consumer = consumer(connection);
        String topic = Topics.softTargets(set.id());
        this.partitions = IntStream.range(0, set.partitions())
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
        LogPosition from = position.nextSequence() == set.samples() ? LogPosition.START : position;
        this.sequence = seek(from);
        this.next = from.nextSequence() / set.batchSize();
    }

    /** The next batch, as soon as it is on the log. */
    Placed next() throws InterruptedException {
        if (next == set.batches()) {
            sequence = seek(LogPosition.START);
            next = 0;
        }
        Optional<Placed> placed = sequence.poll();
        while (placed.isEmpty()) {
            poll();
            placed = sequence.poll();
        }
        next++;
        return placed.get();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void poll() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        holdBackWhatIsAhead();
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.forEach(this::accept);
            if (records.records(partitionOfNext()).isEmpty()) {
                failIfTheNextNeverComes();
            }
        } catch (InterruptException e) {
            // It sets the thread's flag again, and a consumer that is closed with the flag set complains.
            Thread.interrupted();
            throw new InterruptedException("interrupted while waiting for the log");
        }
    }

    /** Replicas that label side by side are not equally fast, and one that was killed is missed after a while only. */
    private void holdBackWhatIsAhead() {
        List<TopicPartition> ahead = sequence.isFull()
                ? partitions.stream()
                        .filter(partition -> partition.partition() != sequence.nextPartition())
                        .toList()
                : List.of();
        consumer.resume(partitions);
        consumer.pause(ahead);
    }

    private TopicPartition partitionOfNext() {
        return partitions.get(sequence.nextPartition());
    }

    /** The end is asked for last: what was written before the question is in front of it. */
    private void failIfTheNextNeverComes() {
        boolean overtaken = sequence.isNextOvertaken();
        if ((overtaken || complete.getAsBoolean()) && !sequence.hasNext() && isReadToItsEnd(partitionOfNext())) {
            throw sequence.gap(overtaken ? "later ones of it are there" : "the set is said to be complete");
        }
    }

    private boolean isReadToItsEnd(TopicPartition partition) {
        try {
            Long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
            return end != null && consumer.position(partition, PATIENCE) >= end;
        } catch (TimeoutException e) {
            // The broker is away: it says so when it is back.
            return false;
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        try {
            SoftTargetBatch batch = SoftTargetCodec.decode(KafkaRecords.headers(record.headers()), record.value());
            check(batch);
            sequence.add(batch, record.partition(), record.offset());
        } catch (MalformedMessageException e) {
            if (record.offset() > seen.getOrDefault(record.partition(), -1L)) {
                deadLetters.send(record, e);
            }
        }
        seen.merge(record.partition(), record.offset(), Math::max);
    }

    private void check(SoftTargetBatch batch) throws MalformedMessageException {
        if (!batch.transferSet().equals(set.id()) || !batch.teacherVersion().equals(set.teacherVersion())) {
            throw new MalformedMessageException(
                    Reason.UNKNOWN_DATASET, "is of transfer set " + batch.transferSet() + ", not of this one");
        }
        if (batch.size() != set.batchSize() || batch.classes() != set.classes()) {
            throw new MalformedMessageException(
                    Reason.WRONG_SHAPE,
                    "%d samples of %d classes, expected %d of %d"
                            .formatted(batch.size(), batch.classes(), set.batchSize(), set.classes()));
        }
        if (batch.firstSequence() % set.batchSize() != 0 || batch.firstSequence() >= set.samples()) {
            throw new MalformedMessageException(
                    Reason.OUT_OF_RANGE, "first_sequence " + batch.firstSequence() + " begins no batch of the set");
        }
        for (int index : batch.datasetIndices()) {
            if (index >= trainImages) {
                throw new MalformedMessageException(
                        Reason.OUT_OF_RANGE, "dataset_index " + index + " of " + trainImages + " images");
            }
        }
    }

    private BatchSequence seek(LogPosition position) {
        for (TopicPartition partition : partitions) {
            Long offset = position.offsets().get(partition.partition());
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
        }
        return new BatchSequence(set.batchSize(), set.partitions(), greatestLookAhead, position);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> connection) {
        Map<String, Object> properties = new HashMap<>(connection);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 2000);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
