package dev.retort.kit.run;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Command;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.RunEvent;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.kit.log.EventHandler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All runs, in the order in which they were started. Its priority puts it before the service's own handlers: when those
 * see an event, this has seen it.
 */
@ApplicationScoped
@Priority(1000)
public class Runs implements EventHandler {
    private final Map<String, RunFold> runs = new LinkedHashMap<>();

    public synchronized Optional<RunView> find(String run) {
        return Optional.ofNullable(runs.get(run)).map(RunFold::view);
    }

    public synchronized List<RunView> all() {
        return runs.values().stream().map(RunFold::view).toList();
    }

    @Override
    public synchronized void on(Event event) {
        switch (event) {
            case Command command -> on(command);
            case RunEvent runEvent -> with(runEvent.run(), run -> run.on(runEvent));
            case CheckpointPublished published -> with(published.run(), run -> run.on(published));
            case EvaluationCompleted completed -> {}
            case PromotionEvent promotion -> {}
        }
    }

    private void on(Command command) {
        switch (command) {
            case StartRun start -> start(start);
            case StopRun stop -> with(stop.run(), run -> run.stop(stop.reason()));
            case Promote promote -> {}
            case RollBack rollBack -> {}
        }
    }

    private void start(StartRun start) {
        RunFold known = runs.get(start.run());
        if (known != null) {
            known.restart();
            return;
        }
        try {
            runs.put(
                    start.run(),
                    new RunFold(start.run(), ExperimentReader.read(start.experiment()), start.experiment()));
        } catch (InvalidExperimentException e) {
            throw new IllegalStateException("the log's reader lets no invalid experiment pass", e);
        }
    }

    private void with(String run, Consumer<RunFold> change) {
        RunFold fold = runs.get(run);
        if (fold != null) {
            change.accept(fold);
        }
    }
}
