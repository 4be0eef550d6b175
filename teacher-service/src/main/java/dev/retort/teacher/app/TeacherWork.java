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
import dev.retort.teacher.messaging.Leadership;
import dev.retort.teacher.messaging.SoftTargetLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds runs whose transfer set is not complete. The replica that leads prepares them one after the other; the others help to
 * label.
 */
@ApplicationScoped
public class TeacherWork implements EventHandler {
    private final Runs runs;
    private final Collaborators collaborators;
    private final Leadership leadership;
    private final RunWorker worker;
    /** Where helping failed. Read and written by the worker's thread. */
    private final Set<String> withoutHelp = new HashSet<>();

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
            SoftTargetLog log,
            RunGuard guard,
            Leadership leadership,
            EventPublisher publisher,
            TeacherConfig config,
            MeterRegistry metrics) {
        this.runs = runs;
        this.collaborators = new Collaborators(
                runs,
                datasets,
                networks,
                training,
                models,
                outside,
                labellingTeachers,
                labelling,
                log,
                guard,
                publisher,
                config);
        this.leadership = leadership;
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
        leadership.campaign(worker::wake);
        worker.wake();
    }

    void stop(@Observes ShutdownEvent event) {
        worker.close();
    }

    private Optional<RunWorker.Work> nextRun() {
        boolean leads = leadership.leads();
        return runs.all().stream()
                .filter(run -> run.status() == RunView.Status.RUNNING && !run.transferSetComplete())
                .filter(run -> leads || (run.transferSet() != null && !withoutHelp.contains(run.run())))
                .map(run -> leads
                        ? new RunPreparation(run, collaborators)
                        : new LabellingHelp(run, collaborators, leadership, withoutHelp::add))
                .findFirst();
    }
}
