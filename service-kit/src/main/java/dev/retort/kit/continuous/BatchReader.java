package dev.retort.kit.continuous;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the batches of one continuous set in sequence. Polling a broker that is away is as silent as polling one that has
 * nothing new, so after a silence it is asked.
 */
final class BatchReader {
    private static final Duration POLL = Duration.ofMillis(200);
    /** A broker that is there answers sooner. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition topic;

    /** @param consumer that the topic is assigned to */
    BatchReader(Consumer<byte[], byte[]> consumer, TopicPartition topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /** Looks at a record. */
    @FunctionalInterface
    interface HandOver {
        /** Whether it was the next batch. */
        boolean takes(ConsumerRecord<byte[], byte[]> record, long next);
    }

    /**
     * Hands over records until the batches from {@code first} (inclusive) to {@code end} (exclusive) were among them.
     *
     * @param patience longest wait for the next batch
     * @return whether all were there: no is what the broker says, not its silence
     * @throws KafkaException if the broker does not answer
     */
    boolean read(long first, long end, HandOver handOver, Duration patience) throws InterruptedException {
        consumer.seek(topic, first);
        long next = first;
        long stuckAt = -1;
        long last = System.nanoTime();
        while (next < end) {
            long before = next;
            for (ConsumerRecord<byte[], byte[]> record : poll(consumer)) {
                next += next < end && handOver.takes(record, next) ? 1 : 0;
            }
            if (next > before) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last >= patience.toNanos()) {
                Duration answer = patience.compareTo(LONGEST_ANSWER) < 0 ? patience : LONGEST_ANSWER;
                if (isAtEnd(answer)) {
                    return false;
                }
                stuckAt = requireProgress(stuckAt, answer);
                last = System.nanoTime();
            }
        }
        return true;
    }

    /** Whether nothing is left to be read, which includes a topic that is not there. */
    private boolean isAtEnd(Duration answer) {
        return consumer.partitionsFor(topic.topic(), answer).isEmpty()
                || consumer.position(topic, answer)
                        >= consumer.endOffsets(List.of(topic), answer).getOrDefault(topic, 0L);
    }

    private long requireProgress(long before, Duration answer) {
        long position = consumer.position(topic, answer);
        if (position == before) {
            throw new TimeoutException("it answers, and does not hand over what lies at offset " + position);
        }
        return position;
    }

    /** As the consumer's, for a while; heeds an interrupt before it is waited for. */
    static Iterable<ConsumerRecord<byte[], byte[]>> poll(Consumer<byte[], byte[]> consumer)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return consumer.poll(POLL);
    }
}
