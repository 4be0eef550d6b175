package dev.retort.trainer.app;

import dev.retort.distill.train.Prefetch;
import dev.retort.trainer.domain.Replay;
import java.util.function.LongConsumer;

/** A student that is trained again, with the precision and the number of threads that its checkpoint names. Publishes nothing. */
sealed interface TrainedAgain permits ReplayedArm, ReplayedCycle {
    /**
     * @param check asked before each step
     * @param progress told the number of steps done
     * @return that it agrees with its original, or differs
     */
    Replay.State perform(Prefetch.Check check, LongConsumer progress) throws InterruptedException;
}
