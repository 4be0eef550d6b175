package dev.retort.integration;

import dev.retort.cli.run.EventFollower;
import dev.retort.contracts.DeadLetter;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.EventCodec;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.contracts.softtarget.SoftTargetCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What is on the log and what comes, and a way to write to it. */
final class RunLog implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EventFollower follower;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Event> events = new ArrayList<>();

    RunLog(String bootstrapServers) {
        Map<String, Object> connection = Map.of("bootstrap.servers", bootstrapServers);
        follower = new EventFollower(bootstrapServers);
        consumer = new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The first event of that type that fits, of the past or to come. A run that fails ends the wait. */
    <E extends Event> E await(Class<E> type, Predicate<E> fits) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int seen = 0;
        while (System.nanoTime() < deadline) {
            for (; seen < events.size(); seen++) {
                Event event = events.get(seen);
                if (type.isInstance(event) && fits.test(type.cast(event))) {
                    return type.cast(event);
                }
            }
            events.addAll(follower.poll(POLL));
        }
        throw new AssertionError(
                "no such %s in %s; failures: %s".formatted(type.getSimpleName(), PATIENCE, all(RunFailed.class)));
    }

    /** All that the log holds by now. */
    <E extends Event> List<E> all(Class<E> type) {
        do {
            events.addAll(follower.poll(POLL));
        } while (!follower.isAtEnd());
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Waits until so many batches of the set are on the log. */
    void awaitBatches(TransferSet set, long count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends(partitions(set)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not " + count + " batches in " + PATIENCE);
            }
            events.addAll(follower.poll(POLL));
        }
    }

    /** Every batch on the log of the set, in the order of each partition; what is no batch is left out. */
    List<SoftTargetBatch> batches(TransferSet set) {
        return records(partitions(set)).stream()
                .flatMap(record -> batch(record).stream())
                .toList();
    }

    private static List<SoftTargetBatch> batch(ConsumerRecord<byte[], byte[]> record) {
        try {
            return List.of(SoftTargetCodec.decode(headers(record.headers()), record.value()));
        } catch (MalformedMessageException e) {
            return List.of();
        }
    }

    /** By the key of the dead letter, which services put it aside. */
    Map<String, List<String>> deadLetters(String topic) {
        Map<String, List<String>> services = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record :
                records(List.of(new TopicPartition(Topics.deadLetters(topic), 0)))) {
            services.computeIfAbsent(new String(record.key(), StandardCharsets.UTF_8), key -> new ArrayList<>())
                    .add(Objects.requireNonNull(headers(record.headers()).get(DeadLetter.SERVICE)));
        }
        return services;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(List<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = ends(partitions);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(records::add);
        }
        return records;
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        return consumer.endOffsets(partitions);
    }

    private static List<TopicPartition> partitions(TransferSet set) {
        return IntStream.range(0, set.partitions())
                .mapToObj(partition -> new TopicPartition(Topics.softTargets(set.id()), partition))
                .toList();
    }

    void send(Event event) {
        Message message = new EventCodec("integration-tests").encode(event);
        Map<String, String> headers = message.headers();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(message.topic(), message.key().getBytes(StandardCharsets.UTF_8), message.value());
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        send(record);
    }

    /** Something that nobody can read; answers the key of its dead letter. */
    String sendGarbage(String topic) {
        byte[] garbage = "{garbage".getBytes(StandardCharsets.UTF_8);
        return "%s-0-%d".formatted(topic, send(new ProducerRecord<>(topic, 0, garbage, garbage)));
    }

    private long send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get().offset();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> headers(Headers headers) {
        Map<String, String> text = new HashMap<>();
        headers.forEach(header -> text.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return text;
    }

    @Override
    public void close() {
        follower.close();
        consumer.close();
        producer.close();
    }
}
