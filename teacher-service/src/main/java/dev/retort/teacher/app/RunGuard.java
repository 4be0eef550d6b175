package dev.retort.teacher.app;

import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.teacher.messaging.Leadership;
import jakarta.enterprise.context.ApplicationScoped;

/** Asked between steps: may the run go on, and here? */
@ApplicationScoped
public class RunGuard {
    private final Runs runs;
    private final Leadership leadership;

    RunGuard(Runs runs, Leadership leadership) {
        this.runs = runs;
        this.leadership = leadership;
    }

    /** @throws InterruptedException if the service stops, or somebody stopped the run */
    void checkGoesOn(String run) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the service stops");
        }
        if (runs.find(run).map(RunView::stopReason).isPresent()) {
            throw new InterruptedException("the run was stopped");
        }
    }

    /** @throws InterruptedException also if another replica has come to lead: it trains on from the last checkpoint */
    void checkTrainsOn(String run) throws InterruptedException {
        checkGoesOn(run);
        if (!leadership.leads()) {
            throw new InterruptedException("another replica leads");
        }
    }
}
