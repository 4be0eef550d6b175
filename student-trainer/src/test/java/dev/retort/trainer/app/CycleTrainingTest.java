package dev.retort.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.distill.train.NonFiniteLossException;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.ObjectMissingException;
import dev.retort.kit.store.StoreRefusedException;
import dev.retort.kit.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CycleTrainingTest {
    private final List<Event> published = new ArrayList<>();

    /** What a training does. */
    @FunctionalInterface
    private interface Performance {
        void perform() throws InterruptedException;
    }

    private record Training(Performance performance) implements RunWorker.Work {
        @Override
        public String run() {
            return "run";
        }

        @Override
        public void perform() throws InterruptedException {
            performance.perform();
        }
    }

    private CycleTraining cycle(Performance performance) {
        return new CycleTraining(Cycles.cycle(2, 1), new Training(performance), published::add);
    }

    private CycleTraining failing(Throwable failure) {
        return cycle(() -> {
            switch (failure) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case Throwable other -> throw new AssertionError(other);
            }
        });
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new RunFailure("start-missing", "the champion's checkpoint: no 12 is in the store"),
                        "start-missing: the champion's checkpoint: no 12 is in the store"),
                Arguments.of(new RunFailure("log-gap", "batch 3 is missing"), "log-gap: batch 3 is missing"),
                Arguments.of(new CorruptArtefactException("not its digest"), "corrupt-artefact: not its digest"),
                Arguments.of(new ObjectMissingException("no such object"), "object-missing: no such object"),
                Arguments.of(new StoreRefusedException("no permission"), "store-refused: no permission"),
                Arguments.of(LocalDiskException.at(Path.of("."), new IOException("full")), "local-disk: "),
                Arguments.of(new NonFiniteLossException(Double.NaN), "non-finite-loss: "),
                Arguments.of(new UnsatisfiedLinkError("no libtorch"), "unsatisfied-link-error: no libtorch"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void endsTheCycleAndNotTheRunWithTheCodeAndTheReason(Throwable failure, String reason) throws Exception {
        failing(failure).perform();

        assertThat(published).singleElement().isInstanceOfSatisfying(RetrainingFailed.class, failed -> {
            assertThat(failed.run()).isEqualTo("run");
            assertThat(failed.cycle()).isEqualTo(2);
            assertThat(failed.reason()).startsWith(reason);
        });
    }

    static Stream<RuntimeException> outages() {
        return Stream.of(
                new StoreUnavailableException("away"),
                new BrokerUnavailableException("away", new IllegalStateException("away")));
    }

    /** Who performs it tries it again. */
    @ParameterizedTest
    @MethodSource("outages")
    void leavesAnOutageToWhoeverOutlastsIt(RuntimeException outage) {
        CycleTraining cycle = failing(outage);

        assertThatThrownBy(cycle::perform).isSameAs(outage);
        assertThat(cycle.outlastsOutages()).isTrue();
        assertThat(published).isEmpty();
    }

    @Test
    void saysNothingOfACycleThatStandsStill() {
        CycleTraining cycle = cycle(() -> {
            throw new InterruptedException("retraining is paused");
        });

        assertThatThrownBy(cycle::perform).isInstanceOf(InterruptedException.class);
        assertThat(published).isEmpty();
    }

    /** What breaks while the service stops does not break the next time. */
    @Test
    void saysNothingOfWhatFailsBecauseTheServiceStops() {
        CycleTraining cycle = cycle(() -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in the middle");
        });

        assertThatThrownBy(cycle::perform).isInstanceOf(IllegalStateException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(published).isEmpty();
    }
}
