package dev.retort.kit.run;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Command;
import dev.retort.contracts.event.EvaluationEvent;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.RunEvent;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.TrialEnd;
import dev.retort.contracts.event.TrialStart;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.kit.log.EventHandler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All runs, in the order in which they were started. Topics are read side by side, so that after a restart what a run has
 * done can come before the command that started it: it waits for that. The priority puts this before the service's own
 * handlers: when those see an event, this has seen it.
 */
@ApplicationScoped
@Priority(1000)
public class Runs implements EventHandler {
    private final Map<String, RunFold> runs = new LinkedHashMap<>();
    private final Map<String, List<Consumer<RunFold>>> waiting = new HashMap<>();

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
            case PhaseProgressed progressed -> {}
            case RunEvent runEvent -> with(runEvent.run(), run -> run.on(runEvent));
            case CheckpointPublished published -> with(published.run(), run -> run.on(published));
            case EvaluationEvent evaluation -> {}
            case PromotionEvent promotion -> {}
        }
    }

    private void on(Command command) {
        switch (command) {
            case StartRun start -> start(start);
            case StopRun stop -> Optional.ofNullable(runs.get(stop.run())).ifPresent(run -> run.stop(stop.reason()));
            case Promote promote -> {}
            case RollBack rollBack -> {}
            case TrialStart start -> {}
            case TrialEnd end -> {}
            case PauseRetraining pause -> {}
            case ResumeRetraining resume -> {}
            case Retrain retrain -> {}
        }
    }

    private void start(StartRun start) {
        RunFold known = runs.get(start.run());
        if (known != null) {
            known.restart(start.requestedAt());
            return;
        }
        try {
            RunFold fold = new RunFold(
                    start.run(), ExperimentReader.read(start.experiment()), start.experiment(), start.requestedAt());
            runs.put(start.run(), fold);
            List<Consumer<RunFold>> early = waiting.remove(start.run());
            if (early != null) {
                early.forEach(change -> change.accept(fold));
            }
        } catch (InvalidExperimentException e) {
            throw new IllegalStateException("the log's reader lets no invalid experiment pass", e);
        }
    }

    private void with(String run, Consumer<RunFold> change) {
        RunFold fold = runs.get(run);
        if (fold == null) {
            waiting.computeIfAbsent(run, key -> new ArrayList<>()).add(change);
        } else {
            change.accept(fold);
        }
    }
}
