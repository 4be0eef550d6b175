package dev.retort.teacher.app;

import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.Event;
import dev.retort.kit.log.EventHandler;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which run samples are taken for now, and what they must look like. By the log alone: every replica says the same. */
@ApplicationScoped
public class OpenSets implements EventHandler {
    private final Runs runs;
    private final Map<String, ContinuousSet> sets = new ConcurrentHashMap<>();

    OpenSets(Runs runs) {
        this.runs = runs;
    }

    @Override
    public void on(Event event) {
        if (event instanceof ContinuousSetOpened opened) {
            sets.put(opened.run(), opened.set());
        }
    }

    /** The newest run that goes on learning: its students are trained, and before that the teacher has other work. */
    Optional<RunView> run() {
        return runs.all().stream()
                .filter(run -> run.experiment().continuous() != null && run.status() == RunView.Status.DONE)
                .reduce((older, newer) -> newer);
    }

    /** Empty until the run's teacher has been asked for the first time. */
    public Optional<ContinuousSet> find() {
        return run().map(run -> sets.get(run.run()));
    }
}
