package dev.retort.trainer.app;

import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.Failure;
import dev.retort.kit.run.RunWorker;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Trains the student of one cycle. The run goes on without end, so neither an outage nor a cycle that fails ends it.
 *
 * @param training of the cycle's student
 */
record CycleTraining(RetrainingStarted cycle, RunWorker.Work training, EventPublisher publisher)
        implements RunWorker.Work {
    private static final Logger LOG = Logger.getLogger(CycleTraining.class);

    @Override
    public String run() {
        return cycle.run();
    }

    /** It goes on from its last checkpoint. */
    @Override
    public boolean outlastsOutages() {
        return true;
    }

    @Override
    public void perform() throws InterruptedException {
        try {
            training.perform();
        } catch (RuntimeException | Error e) {
            Failure failure = Failure.of(e);
            if (failure.isOutage() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            failure.log(LOG, "%s of run %s".formatted(cycle.arm(), cycle.run()));
            end(failure);
        }
    }

    /** What it is made of would be the same if it were tried again, and no cycle would ever follow. */
    private void end(Failure failure) {
        String reason = "%s: %s".formatted(failure.code(), failure.reason());
        publisher.publish(new RetrainingFailed(cycle.run(), cycle.cycle(), reason, Instant.now()));
    }
}
