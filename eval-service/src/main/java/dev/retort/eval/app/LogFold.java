package dev.retort.eval.app;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.Command;
import dev.retort.contracts.event.ContinuousEvent;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ResumeRetraining;
import dev.retort.contracts.event.Retrain;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.RunEvent;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.TrialEnd;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;
import dev.retort.eval.domain.Cycles;
import dev.retort.eval.domain.Standings;
import dev.retort.eval.domain.Worklist;
import dev.retort.kit.log.EventHandler;
import dev.retort.kit.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;

/** Folds the log into the state of this service, and starts its work once the log has been read. */
@ApplicationScoped
public class LogFold implements EventHandler {
    private final Runs runs;
    private final Worklist worklist;
    private final Standings standings;
    private final Cycles cycles;
    private final Decisions decisions;

    LogFold(Runs runs, Worklist worklist, Standings standings, Cycles cycles, Decisions decisions) {
        this.runs = runs;
        this.worklist = worklist;
        this.standings = standings;
        this.cycles = cycles;
        this.decisions = decisions;
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Command command -> on(command);
            case CheckpointPublished published -> worklist.published(published);
            case EvaluationCompleted evaluation -> {
                worklist.scored(evaluation.checkpoint(), evaluation.precisionOrFp32());
                standings.on(evaluation);
            }
            case CheckpointSkipped skipped -> worklist.finished(skipped.checkpoint());
            case PromotionDecided decided -> {
                standings.on(decided);
                cycles.on(decided);
            }
            case PromotionEvent promotion -> standings.on(promotion);
            case ContinuousEvent continuous -> cycles.on(continuous);
            case TrialEnded _ -> {}
            case RunEvent _ -> {}
        }
    }

    private void on(Command command) {
        // Before a roll-back is carried out: nothing is to be promoted in between.
        cycles.on(command);
        switch (command) {
            case StartRun start ->
                // Runs see an event before us.
                worklist.started(
                        start.run(),
                        runs.find(start.run())
                                .orElseThrow()
                                .experiment()
                                .student()
                                .exportOrStandard()
                                .precisions());
            case Promote promote -> decisions.on(promote);
            case RollBack rollBack -> decisions.on(rollBack);
            case PauseRetraining _, ResumeRetraining _, StopRun _, TrialStart _, TrialEnd _, Retrain _ -> {}
        }
    }

    @Override
    public void caughtUp() {
        decisions.caughtUp();
    }
}
