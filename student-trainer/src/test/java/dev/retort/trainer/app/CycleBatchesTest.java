package dev.retort.trainer.app;

import static dev.retort.trainer.app.Cycles.DIGEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.Requests;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.run.RunFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CycleBatchesTest {
    private static final ContinuousSet SET =
            new ContinuousSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 1, 1, 1, 2, 1, 1, 0.2);

    private static ContinuousBatch batch(long number) {
        return new ContinuousBatch(
                SET,
                number,
                number,
                number + 1,
                new byte[1],
                new short[2],
                new int[] {ContinuousBatch.NO_LABEL},
                new boolean[1],
                Requests.of(List.of("")),
                List.of(),
                List.of(),
                DIGEST);
    }

    private static CycleBatches from(CycleBatches.Source log) {
        return new CycleBatches(Cycles.cycle(1, 1), SET, log);
    }

    @Test
    void handsOverTheBatchesOfTheRecordInSequence() throws Exception {
        CycleBatches batches = from((set, first, end, reader, patience) -> {
            for (long number = first; number < end; number++) {
                reader.accept(batch(number));
            }
            return true;
        });

        assertThat(batches.read(() -> {})).extracting(ContinuousBatch::batch).containsExactly(1L, 2L);
    }

    @Test
    void namesTheBatchThatIsNotThereAndItsTopicAfterAWhile() {
        CycleBatches batches = from((set, first, end, reader, patience) -> {
            assertThat(patience).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
            reader.accept(batch(1));
            return false;
        });

        assertThatThrownBy(() -> batches.read(() -> {}))
                .isInstanceOfSatisfying(
                        RunFailure.class, failure -> assertThat(failure.code()).isEqualTo("batch-missing"))
                .hasMessageContaining("batch 2 of [1, 3)")
                .hasMessageContaining("retort.soft-targets." + DIGEST.hex())
                .hasMessageContaining(".dlq");
    }

    @Test
    void letsAnOutageThrough() {
        BrokerUnavailableException away = new BrokerUnavailableException("away", new IllegalStateException("away"));
        CycleBatches batches = from((set, first, end, reader, patience) -> {
            throw away;
        });

        assertThatThrownBy(() -> batches.read(() -> {})).isSameAs(away);
    }

    /** A pause or a stop: the reading ends with it, however long the log would let it wait. */
    @Test
    void stopsReadingWhenItIsNotToGoOn() {
        AtomicBoolean ended = new AtomicBoolean();
        CycleBatches batches = from((set, first, end, reader, patience) -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.set(true);
            }
            return true;
        });

        assertThatThrownBy(() -> batches.read(() -> {
                    throw new InterruptedException("retraining is paused");
                }))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("retraining is paused");
        assertThat(ended).as("nothing reads on").isTrue();
    }
}
