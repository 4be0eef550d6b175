package dev.retort.trainer.app;

import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.distill.train.LearningRates;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.StepResult;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.trainer.messaging.LogPosition;
import dev.retort.trainer.messaging.SoftTargetLog.PositionedBatch;

/** The loop: the same for who trains a student and for who trains it again. */
final class StepLoop {
    private StepLoop() {}

    /**
     * Steps [from, to) of a training that has {@code total} of them, which the schedule hangs on.
     *
     * @param from steps that are done
     */
    record Span(long from, long to, long total) {}

    /**
     * One more step is done.
     *
     * @param steps done in all
     * @param after where the log is read on after it
     */
    record Done(long steps, StepResult result, double learningRate, LogPosition after) {}

    /** What happens after each step. */
    @FunctionalInterface
    interface AfterStep {
        void done(Done step) throws InterruptedException;
    }

    /** @param check asked before each step, and while one waits for its batch */
    static void run(
            TrainableNetwork net,
            Prefetch<PositionedBatch> batches,
            TrainingSpec training,
            Span span,
            Prefetch.Check check,
            AfterStep afterStep)
            throws InterruptedException {
        for (long step = span.from(); step < span.to(); step++) {
            PositionedBatch next = batches.take(check).orElseThrow();
            check.goesOn();
            double rate =
                    LearningRates.at(training.schedule(), training.optimizer().learningRate(), step, span.total());

            StepResult result = net.step(next.batch(), rate);

            afterStep.done(new Done(step + 1, result, rate, next.after()));
        }
    }
}
