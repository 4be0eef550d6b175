package dev.retort.cli.faults;

import dev.retort.cli.run.EventFollower;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.softtarget.SoftTargetCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything that is on the log, and what comes. */
final class RunLog implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final EventFollower follower;
    private final KafkaConsumer<byte[], byte[]> softTargets;
    private final List<Event> events = new ArrayList<>();
    private final Runnable check;

    /** @param check throws if waiting makes no sense any more */
    RunLog(String bootstrapServers, Runnable check) {
        this.follower = new EventFollower(bootstrapServers);
        this.softTargets = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.check = check;
    }

    /** The first event of that type that fits, of the past or to come. */
    <E extends Event> E await(Class<E> type, Predicate<E> fits) {
        int seen = 0;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (; seen < events.size(); seen++) {
                Event event = events.get(seen);
                if (type.isInstance(event) && fits.test(type.cast(event))) {
                    return type.cast(event);
                }
            }
            check.run();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no such " + type.getSimpleName() + " in " + PATIENCE);
            }
            poll();
        }
    }

    /** What has come by now. */
    void poll() {
        events.addAll(follower.poll(POLL));
    }

    /** Waits until so many batches of soft targets are on the log. */
    void awaitBatches(long count) {
        TransferSet set = transferSet();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (softTargets.endOffsets(partitions(set)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                < count) {
            check.run();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not " + count + " batches in " + PATIENCE);
            }
            poll();
        }
    }

    /** Waits until so many different checkpoints have a score. */
    void awaitScores(int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (all(EvaluationCompleted.class).stream()
                        .map(EvaluationCompleted::checkpoint)
                        .distinct()
                        .count()
                < count) {
            check.run();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not " + count + " scores in " + PATIENCE);
            }
        }
    }

    <E extends Event> List<E> all(Class<E> type) {
        do {
            poll();
        } while (!follower.isAtEnd());
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** How often each batch is on the log, by its first sequence number. */
    Map<Long, Integer> batches() throws MalformedMessageException {
        List<TopicPartition> partitions = partitions(transferSet());
        softTargets.assign(partitions);
        softTargets.seekToBeginning(partitions);
        Map<Long, Integer> counts = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            long end = softTargets.endOffsets(partitions).getOrDefault(partition, 0L);
            while (softTargets.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : softTargets.poll(POLL)) {
                    Map<String, String> headers = new HashMap<>();
                    record.headers()
                            .forEach(header ->
                                    headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
                    long first = SoftTargetCodec.decode(headers, record.value()).firstSequence();
                    counts.merge(first, 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    private TransferSet transferSet() {
        return await(TransferSetOpened.class, opened -> true).transferSet();
    }

    private static List<TopicPartition> partitions(TransferSet set) {
        return IntStream.range(0, set.partitions())
                .mapToObj(partition -> new TopicPartition(Topics.softTargets(set.id()), partition))
                .toList();
    }

    @Override
    public void close() {
        follower.close();
        softTargets.close();
    }
}
