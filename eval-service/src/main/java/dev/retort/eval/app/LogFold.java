package dev.retort.eval.app;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.CheckpointSkipped;
import dev.retort.contracts.event.Command;
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
import dev.retort.eval.domain.Standings;
import dev.retort.eval.domain.Worklist;
import dev.retort.kit.log.EventHandler;
import jakarta.enterprise.context.ApplicationScoped;

/** Folds the log into the state of this service, and starts its work once the log has been read. */
@ApplicationScoped
public class LogFold implements EventHandler {
    private final Worklist worklist;
    private final Standings standings;
    private final Decisions decisions;

    LogFold(Worklist worklist, Standings standings, Decisions decisions) {
        this.worklist = worklist;
        this.standings = standings;
        this.decisions = decisions;
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Command command -> on(command);
            case CheckpointPublished published -> worklist.published(published);
            case EvaluationCompleted evaluation -> {
                worklist.finished(evaluation.checkpoint());
                standings.on(evaluation);
            }
            case CheckpointSkipped skipped -> worklist.finished(skipped.checkpoint());
            case PromotionDecided decided -> standings.on(decided);
            case PromotionEvent promotion -> standings.on(promotion);
            case RunEvent _ -> {}
        }
    }

    private void on(Command command) {
        switch (command) {
            case StartRun start -> worklist.started(start.run());
            case Promote promote -> decisions.on(promote);
            case RollBack rollBack -> decisions.on(rollBack);
            case StopRun _, PauseRetraining _, ResumeRetraining _, Retrain _ -> {}
        }
    }

    @Override
    public void caughtUp() {
        decisions.caughtUp();
    }
}
