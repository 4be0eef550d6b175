package dev.retort.teacher.app;

import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;

/** Asked between steps: may the run go on? */
@ApplicationScoped
public class RunGuard {
    private final Runs runs;

    RunGuard(Runs runs) {
        this.runs = runs;
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
}
