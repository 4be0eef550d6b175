package dev.retort.kit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.StateSnapshot;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Initialization;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CheckpointWriterTest {
    private static final Network NETWORK = Networks.create("resnet8", ImageShape.CIFAR, 10);
    private static final TrainingState STATE = TrainingState.fresh(NETWORK, Initialization.kaiming(NETWORK, 1));

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void goesOnWhileTheFirstIsWrittenAndWaitsForItBeforeTheSecond() throws Exception {
        CountDownLatch slowStore = new CountDownLatch(1);
        try (CheckpointWriter writer = writer()) {
            writer.begin(CheckpointWriterTest::copy, (state, parent) -> {
                hold(slowStore);
                return write("first", parent);
            });
            writer.check();
            assertThat(written).as("the store is slow").isEmpty();
            Thread.ofVirtual().start(() -> {
                await().until(() -> attempts.get() > 0);
                slowStore.countDown();
            });
            writer.begin(
                    () -> {
                        assertThat(written).as("before its state is copied").containsExactly("first after null");
                        return copy();
                    },
                    (state, parent) -> write("second", parent));

            assertThat(writer.await()).isEqualTo(digest("second"));
        }
        assertThat(written).containsExactly("first after null", "second after " + digest("first"));
    }

    @Test
    void triesAgainWhatMayPass() throws Exception {
        try (CheckpointWriter writer = writer()) {
            writer.begin(CheckpointWriterTest::copy, (state, parent) -> {
                if (attempts.incrementAndGet() < 3) {
                    throw new IllegalStateException("the disk is full");
                }
                return write("third time", parent);
            });

            assertThat(writer.await()).isEqualTo(digest("third time"));
        }
    }

    @Test
    void stopsTheTrainingAtItsNextCallWhenThatDoesNotHelp() throws Exception {
        try (CheckpointWriter writer = writer()) {
            writer.begin(CheckpointWriterTest::copy, (state, parent) -> {
                attempts.incrementAndGet();
                throw new IllegalStateException("the disk is full");
            });
            await().until(() -> attempts.get() == 3);

            assertThatThrownBy(() -> awaitFailure(writer))
                    .isInstanceOf(RunFailure.class)
                    .hasMessage("a checkpoint cannot be written: the disk is full")
                    .extracting(failure -> ((RunFailure) failure).code())
                    .isEqualTo("illegal-state");
            assertThat(writer.await()).as("said once").isNull();
        }
    }

    @Test
    void letsGoOfTheCopyOnceItIsWrittenOrCannotBe() throws Exception {
        StateSnapshot written = copy();
        StateSnapshot refused = copy();
        try (CheckpointWriter writer = writer()) {
            writer.begin(() -> written, (state, parent) -> write("written", parent));
            writer.await();
            writer.begin(() -> refused, (state, parent) -> {
                throw new StoreUnavailableException("away", new IllegalStateException());
            });
            assertThatThrownBy(writer::await).isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(List.of(written, refused))
                .allSatisfy(copy -> assertThatIllegalStateException()
                        .isThrownBy(copy::toState)
                        .withMessage("the snapshot is closed"));
    }

    @Test
    void leavesPatienceToTheStoreThatHasIt() throws Exception {
        try (CheckpointWriter writer = writer()) {
            writer.begin(CheckpointWriterTest::copy, (state, parent) -> {
                attempts.incrementAndGet();
                throw new StoreUnavailableException("away for two minutes", new IllegalStateException());
            });

            assertThatThrownBy(writer::await).isInstanceOf(StoreUnavailableException.class);
            assertThat(attempts).hasValue(1);
        }
    }

    @Test
    void letsTheLastOneEndWhenTheTrainingIsStopped() throws Exception {
        CountDownLatch slowStore = new CountDownLatch(1);
        CheckpointWriter writer = writer();
        writer.begin(CheckpointWriterTest::copy, (state, parent) -> {
            hold(slowStore);
            return write("last", parent);
        });
        Thread.ofVirtual().start(slowStore::countDown);

        writer.close();

        assertThat(written).containsExactly("last after null");
    }

    private static CheckpointWriter writer() {
        return new CheckpointWriter(null, Duration.ofMillis(1));
    }

    private static StateSnapshot copy() {
        return STATE.snapshot(NETWORK);
    }

    private static void awaitFailure(CheckpointWriter writer) {
        await().until(() -> {
            writer.check();
            return false;
        });
    }

    private void hold(CountDownLatch latch) {
        attempts.incrementAndGet();
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Digest write(String name, @Nullable Digest parent) {
        written.add(name + " after " + parent);
        return digest(name);
    }

    private static Digest digest(String name) {
        return Digest.of(name.getBytes(StandardCharsets.UTF_8));
    }
}
