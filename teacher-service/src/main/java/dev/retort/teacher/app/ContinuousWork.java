package dev.retort.teacher.app;

import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.kit.continuous.ContinuousLog;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.log.EventHandler;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.teacher.app.SampleLabelling.Collaborators;
import dev.retort.teacher.domain.PixelStore;
import dev.retort.teacher.messaging.ContinuousBatchWriter;
import dev.retort.teacher.messaging.Leadership;
import dev.retort.teacher.messaging.SampleLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Labels new samples for the newest run that goes on learning; one that it takes the place of is as if it were stopped. */
@ApplicationScoped
public class ContinuousWork implements EventHandler {
    private final OpenSets openSets;
    private final Collaborators collaborators;
    private final RunWorker worker;
    private final Leadership leadership;
    private volatile boolean caughtUp;

    ContinuousWork(
            DatasetStore datasets,
            LabellingTeachers teachers,
            SampleLog samples,
            PixelStore pixels,
            ContinuousLog log,
            ContinuousBatchWriter.Factory writers,
            EventPublisher publisher,
            OpenSets openSets,
            Leadership leadership,
            MeterRegistry metrics) {
        this.openSets = openSets;
        this.leadership = leadership;
        SampleMetrics sampleMetrics = new SampleMetrics(metrics);
        this.collaborators = new Collaborators(
                datasets, teachers, samples, pixels, log, writers, publisher, sampleMetrics, this::isCurrent);
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
        return current().map(run -> new SampleLabelling(run, collaborators));
    }

    private boolean isCurrent(String run) {
        return current().filter(view -> view.run().equals(run)).isPresent();
    }

    /** One replica admits; whoever takes samples puts them on the log, where they wait for it. */
    private Optional<RunView> current() {
        return leadership.leads() ? openSets.run() : Optional.empty();
    }
}
