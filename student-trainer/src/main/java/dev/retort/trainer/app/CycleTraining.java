package dev.retort.trainer.app;

import dev.retort.contracts.event.RetrainingFailed;
import dev.retort.distill.train.NonFiniteLossException;
import dev.retort.kit.run.RunWorker;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Trains the student of one cycle. The run goes on without end, so neither an outage nor a cycle that fails ends it. */
final class CycleTraining implements RunWorker.Work {
    private static final Logger LOG = Logger.getLogger(CycleTraining.class);

    private final CycleSource source;
    private final Collaborators with;
    private final OneTraining training;

    /** @param isPaused asked before each step; once it is resumed, another one goes on from the last checkpoint */
    CycleTraining(CycleSource source, Collaborators with, BooleanSupplier isPaused) {
        this.source = source;
        this.with = with;
        this.training = new OneTraining(source, with, () -> {
            if (isPaused.getAsBoolean()) {
                throw new InterruptedException("retraining is paused");
            }
        });
    }

    @Override
    public String run() {
        return training.run();
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
        } catch (NonFiniteLossException e) {
            // Trying again would give the same loss, and no cycle would ever follow.
            LOG.errorf("%s ends without a student: %s", source.armName(), e.getMessage());
            with.publisher()
                    .publish(new RetrainingFailed(
                            run(), source.cycle().cycle(), String.valueOf(e.getMessage()), Instant.now()));
        }
    }
}
