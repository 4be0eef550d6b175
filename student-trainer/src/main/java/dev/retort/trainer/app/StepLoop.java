package dev.retort.trainer.app;

import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.StepResult;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.trainer.messaging.LogPosition;
import dev.retort.trainer.messaging.SoftTargets.PositionedBatch;

/** The loop: the same for who trains a student and for who trains it again. */
final class StepLoop {
    private StepLoop() {}

    /**
     * One more step is done.
     *
     * @param steps done in all
     * @param images that it learned from
     * @param after where the log is read on after it
     */
    record Done(long steps, int images, StepResult result, double learningRate, LogPosition after) {}

    /** What happens after each step. */
    @FunctionalInterface
    interface AfterStep {
        void done(Done step) throws InterruptedException;
    }

    /**
     * Steps [from, to).
     *
     * @param from steps that are done
     * @param check asked before each step, and while one waits for its batch
     */
    static void run(
            StudentSource source,
            TrainableNetwork net,
            Prefetch<PositionedBatch> batches,
            long from,
            long to,
            Prefetch.Check check,
            AfterStep afterStep)
            throws InterruptedException {
        for (long step = from; step < to; step++) {
            PositionedBatch next = batches.take(check).orElseThrow();
            check.goesOn();
            double rate = source.learningRateAt(step);

            StepResult result = net.step(next.batch(), rate);

            afterStep.done(new Done(step + 1, next.batch().size(), result, rate, next.after()));
        }
    }
}
