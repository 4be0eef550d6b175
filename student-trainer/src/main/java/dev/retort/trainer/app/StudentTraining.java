package dev.retort.trainer.app;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.log.EventHandler;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.run.Runs;
import dev.retort.trainer.config.TrainerConfig;
import dev.retort.trainer.messaging.SoftTargetLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds arms that have a log to read and steps to take, and trains them one after the other. */
@ApplicationScoped
public class StudentTraining implements EventHandler {
    /** How often it is looked whether time alone begins a retraining. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Runs runs;
    private final Retrainings retrainings;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("retraining-clock").factory());
    private final Collaborators collaborators;
    private final RunWorker worker;
    private volatile boolean caughtUp;

    StudentTraining(
            Runs runs,
            Retrainings retrainings,
            SoftTargetLog log,
            DatasetStore datasets,
            Checkpoints checkpoints,
            StartingWeights startingWeights,
            EventPublisher publisher,
            TrainerConfig config,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version") String codeVersion) {
        this.runs = runs;
        this.retrainings = retrainings;
        this.collaborators = new Collaborators(
                log, datasets, checkpoints, startingWeights, publisher, runs, metrics, config, codeVersion);
        this.worker = new RunWorker("student-trainer", publisher, metrics, this::next);
    }

    @Override
    public void on(Event event) {
        if (caughtUp && !(event instanceof PhaseProgressed)) {
            worker.wake();
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clock, and what it wakes fails by itself
    public void caughtUp() {
        caughtUp = true;
        worker.wake();
        clock.scheduleWithFixedDelay(this::wakeForRetraining, INTERVAL.toMillis(), INTERVAL.toMillis(), MILLISECONDS);
    }

    private void wakeForRetraining() {
        if (retrainings.areOpen()) {
            worker.wake();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
        worker.close();
    }

    private Optional<RunWorker.Work> next() {
        return nextArm().or(() -> retrainings.next((source, goesOn) -> new OneTraining(source, collaborators, goesOn)));
    }

    /** What training again needs as well. */
    Collaborators collaborators() {
        return collaborators;
    }

    /** The first arm that is not trained, of the oldest run that goes on. */
    private Optional<RunWorker.Work> nextArm() {
        return runs.all().stream()
                .filter(run -> run.status() == RunView.Status.RUNNING)
                .flatMap(ArmSource::of)
                .filter(source -> !source.run().trainedArms().contains(source.armName()))
                .findFirst()
                .map(source -> new OneTraining(source, collaborators, () -> {}));
    }
}
