package dev.retort.kit.continuous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A record's only byte is the batch that it holds. */
@Timeout(20)
class BatchReaderTest {
    private static final TopicPartition TOPIC = new TopicPartition("batches", 0);
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final MockConsumer<byte[], byte[]> broker = new MockConsumer<>("earliest");
    private final List<Long> read = new ArrayList<>();

    @BeforeEach
    void threeBatches() {
        broker.assign(List.of(TOPIC));
        broker.updateBeginningOffsets(Map.of(TOPIC, 0L));
        Node node = new Node(0, "broker", 9092);
        broker.updatePartitions(
                TOPIC.topic(),
                List.of(new PartitionInfo(TOPIC.topic(), 0, node, new Node[] {node}, new Node[] {node})));
        holds(0, 1, 2);
    }

    private void holds(int... batches) {
        for (int offset = 0; offset < batches.length; offset++) {
            broker.addRecord(
                    new ConsumerRecord<>(TOPIC.topic(), 0, offset, new byte[0], new byte[] {(byte) batches[offset]}));
        }
        broker.updateEndOffsets(Map.of(TOPIC, (long) batches.length));
    }

    private boolean read(long first, long end) throws InterruptedException {
        return new BatchReader(broker, TOPIC)
                .read(
                        first,
                        end,
                        (record, next) -> {
                            boolean isNext = record.value()[0] == next;
                            if (isNext) {
                                read.add(next);
                            }
                            return isNext;
                        },
                        PATIENCE);
    }

    @Test
    void readsWhatIsAskedForAndNoMore() throws InterruptedException {
        assertThat(read(1, 2)).isTrue();
        assertThat(read).containsExactly(1L);
    }

    @Test
    void saysThatABatchIsNotThereWhereTheBrokerSaysThatTheLogEndsBeforeIt() throws InterruptedException {
        assertThat(read(0, 4)).isFalse();
        assertThat(read).containsExactly(0L, 1L, 2L);
    }

    @Test
    void saysSoOfATopicThatTheBrokerDoesNotHave() throws InterruptedException {
        broker.updatePartitions(TOPIC.topic(), List.of());
        broker.setOffsetsException(new TimeoutException("no such topic"));

        assertThat(read(0, 4)).isFalse();
    }

    /** The fault: its silence was taken for an empty log, and the decision that came of it was for good. */
    @Test
    void doesNotTakeABrokerThatIsAwayForOneThatHasNothing() {
        broker.setOffsetsException(new TimeoutException("no broker"));

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> read(0, 4))
                .withMessage("no broker");
        assertThat(read).containsExactly(0L, 1L, 2L);
    }

    @Test
    void readsOnWhereABrokerThatComesBackHasMore() throws InterruptedException {
        broker.updateEndOffsets(Map.of(TOPIC, 4L));
        int[] polls = {0};
        Runnable comesBack = () -> {
            broker.addRecord(new ConsumerRecord<>(TOPIC.topic(), 0, 3, new byte[0], new byte[] {3}));
            broker.updateEndOffsets(Map.of(TOPIC, 4L));
        };
        long start = System.nanoTime();
        broker.schedulePollTask(new Runnable() {
            @Override
            public void run() {
                polls[0]++;
                if (System.nanoTime() - start
                        > PATIENCE.multipliedBy(3).dividedBy(2).toNanos()) {
                    comesBack.run();
                } else {
                    broker.schedulePollTask(this);
                }
            }
        });

        assertThat(read(0, 4)).isTrue();
        assertThat(polls[0]).isGreaterThan(1);
    }

    @Test
    void doesNotWaitForEverForWhatABrokerHasAndDoesNotHandOver() {
        broker.updateEndOffsets(Map.of(TOPIC, 4L));

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> read(0, 4))
                .withMessageContaining("offset 3");
    }

    /** Kafka's own client, so that its silence is not ours to imagine. */
    @Test
    void tellsABrokerThatNobodyListensFor() throws IOException {
        Map<String, Object> nowhere = Map.of("bootstrap.servers", "127.0.0.1:" + closedPort());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(nowhere, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(TOPIC));

            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> new BatchReader(consumer, TOPIC).read(0, 1, (record, next) -> true, PATIENCE));
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
