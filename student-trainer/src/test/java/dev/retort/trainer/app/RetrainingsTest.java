package dev.retort.trainer.app;

import static dev.retort.trainer.app.Cycles.DIGEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.run.Runs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetrainingsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Digest ANOTHER = new Digest("2".repeat(64));
    private static final String EXPERIMENT = """
            name: goes-on
            dataset: {source: drawn}
            teacher: {network: resnet8, epochs: 1}
            student: {network: resnet8, epochs: 1}
            arms:
              - {name: distilled}
            continuous: {batchSize: 16}
            """;

    private final Runs runs = new Runs();
    private final List<Event> published = new ArrayList<>();
    private final List<CycleSource> trained = new ArrayList<>();
    private final Retrainings retrainings = new Retrainings(
            runs, (set, first, end, reader, patience) -> true, this::publish, new SimpleMeterRegistry());

    /** What it says is on the log, and read back. */
    private void publish(Event event) {
        published.add(event);
        say(event);
    }

    private void say(Event event) {
        runs.on(event);
        retrainings.on(event);
    }

    private Optional<RunWorker.Work> next() {
        return retrainings.next((source, goesOn) -> {
            trained.add(source);
            return new NoTraining();
        });
    }

    private record NoTraining() implements RunWorker.Work {
        @Override
        public String run() {
            return "run";
        }

        @Override
        public void perform() {}
    }

    /** A cycle of batches 1 and 2 of a set, which replays a transfer set. */
    private void beginACycle(Digest transferSet) {
        say(new StartRun("run", EXPERIMENT, "test", NOON));
        say(new TransferSetOpened(
                "run",
                new TransferSet(transferSet, DIGEST, DIGEST, Augmentation.NONE, 1, 10, 1, 1, 80, 8, 1, 3),
                NOON));
        say(new StudentTrained("run", "distilled", 10, DIGEST, NOON));
        say(Cycles.cycle(1, 1));
    }

    private static ContinuousSetOpened opened(Digest set) {
        return new ContinuousSetOpened(
                "run",
                new ContinuousSet(set, DIGEST, DIGEST, Augmentation.NONE, 1, 1, 1, 1, 3, 16, 1, 0.2),
                NOON);
    }

    /** It would wait for ever: what it learns from is told before it, if at all. */
    @Test
    void endsACycleWhoseSetIsNotOnTheLog() {
        say(opened(ANOTHER));
        beginACycle(DIGEST);

        assertThat(next()).isEmpty();

        assertThat(published).singleElement().isInstanceOfSatisfying(RetrainingFailed.class, failed -> assertThat(
                        failed.reason())
                .startsWith("set-unknown: ")
                .contains(DIGEST.hex()));
        assertThat(next()).as("it is over").isEmpty();
        assertThat(published).hasSize(1);
    }

    @Test
    void endsACycleThatReplaysAnotherTransferSetThanItsRunHas() {
        say(opened(DIGEST));
        beginACycle(ANOTHER);

        assertThat(next()).isEmpty();

        assertThat(published).singleElement().isInstanceOf(RetrainingFailed.class);
    }

    /** Of another version of the code, for instance. */
    @Test
    void trainsACycleFromItsOwnSetThoughALaterOneIsOpen() {
        say(opened(DIGEST));
        beginACycle(DIGEST);
        say(opened(ANOTHER));

        assertThat(next()).isPresent();

        assertThat(trained).extracting(source -> source.set().id()).containsExactly(DIGEST);
        assertThat(published).isEmpty();
    }

    @Test
    void leavesACycleAloneWhileItIsHeld() {
        say(new PauseRetraining("champion", "holiday", "test", NOON));
        beginACycle(DIGEST);

        assertThat(next()).isEmpty();

        assertThat(published).isEmpty();
    }
}
