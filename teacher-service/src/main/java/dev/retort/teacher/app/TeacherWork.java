package dev.retort.teacher.app;

import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.log.EventHandler;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.run.Runs;
import dev.retort.teacher.app.RunPreparation.Collaborators;
import dev.retort.teacher.config.TeacherConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Finds runs whose transfer set is not complete, and prepares them one after the other. */
@ApplicationScoped
public class TeacherWork implements EventHandler {
    private final Runs runs;
    private final Collaborators collaborators;
    private final RunWorker worker;
    private volatile boolean caughtUp;

    TeacherWork(
            Runs runs,
            DatasetStore datasets,
            TeacherNetworks networks,
            TeacherTraining training,
            TeacherModels models,
            OutsideTeachers outside,
            LabellingTeachers labellingTeachers,
            Labelling labelling,
            EventPublisher publisher,
            TeacherConfig config,
            MeterRegistry metrics) {
        this.runs = runs;
        this.collaborators = new Collaborators(
                runs, datasets, networks, training, models, outside, labellingTeachers, labelling, publisher, config);
        this.worker = new RunWorker("teacher-service", publisher, metrics, this::nextRun);
    }

    @Override
    public void on(Event event) {
        if (caughtUp && !(event instanceof PhaseProgressed)) {
            worker.wake();
        }
    }

    @Override
    public void caughtUp() {
        caughtUp = true;
        worker.wake();
    }

    void stop(@Observes ShutdownEvent event) {
        worker.close();
    }

    private Optional<RunWorker.Work> nextRun() {
        return runs.all().stream()
                .filter(run -> run.status() == RunView.Status.RUNNING && !run.transferSetComplete())
                .map(run -> (RunWorker.Work) new RunPreparation(run, collaborators))
                .findFirst();
    }
}
