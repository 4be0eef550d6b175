package dev.retort.teacher.app;

import dev.retort.contracts.event.RunFailed;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.teacher.messaging.Leadership;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Asked between steps: may the run go on, and here? */
@ApplicationScoped
public class RunGuard {
    private final Runs runs;
    private final Leadership leadership;

    RunGuard(Runs runs, Leadership leadership) {
        this.runs = runs;
        this.leadership = leadership;
    }

    /** @throws InterruptedException if the service stops, or somebody stopped the run, or it failed elsewhere */
    void checkGoesOn(String run) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the service stops");
        }
        Optional<RunView> now = runs.find(run);
        if (now.map(RunView::stopReason).isPresent()) {
            throw new InterruptedException("the run was stopped");
        }
        Optional<RunFailed> failure = now.map(RunView::failure);
        if (failure.isPresent()) {
            throw new InterruptedException("the run failed in %s: %s"
                    .formatted(failure.get().service(), failure.get().reason()));
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
