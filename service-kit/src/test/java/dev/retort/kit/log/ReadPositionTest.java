package dev.retort.kit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReadPositionTest {
    private final ReadPosition position = new ReadPosition();

    @Test
    void isCaughtUpOnceEveryTopicIsReadToWhereItEndedAtStart() {
        position.seen("a", 0);
        assertThat(position.caughtUp()).as("the ends are not known").isFalse();

        position.endsAt(Map.of("a", 1L, "b", 2L, "empty", 0L));
        assertThat(position.missing()).containsExactlyEntriesOf(Map.of("b", 2L));

        position.seen("b", 0);
        assertThat(position.caughtUp()).isFalse();

        position.seen("b", 1);
        assertThat(position.caughtUp()).isTrue();
    }

    @Test
    void waitsUntilItsOwnRecordsAreReadWhicheverComesFirst() {
        position.seen("a", 7);
        position.wrote(record("a", 7));
        assertThat(waiting()).succeedsWithin(Duration.ofSeconds(5));

        position.wrote(record("a", 9));
        position.wrote(record("b", 0));
        CompletableFuture<Void> waiting = waiting();
        position.seen("a", 9);
        position.seen("c", 100);
        assertThat(waiting).as("b is not read").isNotDone();

        position.seen("b", 0);
        await().until(waiting::isDone);
    }

    private CompletableFuture<Void> waiting() {
        return CompletableFuture.runAsync(() -> {
            try {
                position.awaitWritten();
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static RecordMetadata record(String topic, long offset) {
        return new RecordMetadata(new TopicPartition(topic, 0), offset, 0, 0, 0, 0);
    }
}
