package dev.retort.trainer.app;

import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.experiment.Schedule;
import dev.retort.distill.train.LearningRates;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.StepResult;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.trainer.messaging.ReplayReader;
import dev.retort.trainer.messaging.ReplayReader.Replayed;

/** The loop of a cycle: the same for who trains its student and for who trains it again. */
final class CycleLoop {
    private final RetrainingStarted cycle;
    private final Schedule schedule;
    private final Mixture mixture;
    private final int imageBytes;

    CycleLoop(CycleSource source, Mixture mixture) {
        this.cycle = source.cycle();
        this.schedule = source.experiment().student().training().schedule();
        this.mixture = mixture;
        this.imageBytes = source.set().imageBytes();
    }

    /**
     * One more step is done.
     *
     * @param steps done in all
     * @param images that it learned from
     */
    record Done(long steps, int images, StepResult result, double learningRate) {}

    /** What happens after each step. */
    @FunctionalInterface
    interface AfterStep {
        void done(Done step) throws InterruptedException;
    }

    /**
     * Steps [from, to).
     *
     * @param replay that has come to {@link Mixture#firstReplayed} of the first of them
     * @param check asked before each step
     */
    void run(TrainableNetwork net, ReplayReader replay, long from, long to, Prefetch.Check check, AfterStep afterStep)
            throws InterruptedException {
        for (long step = from; step < to; step++) {
            check.goesOn();
            var batch = mixture.batch(step, (target, place) -> fill(replay.next(), target, place));
            double rate = LearningRates.at(schedule, cycle.learningRate(), step, cycle.steps());

            StepResult result = net.step(batch, rate);

            afterStep.done(new Done(step + 1, batch.size(), result, rate));
        }
    }

    private void fill(Replayed sample, Mixture.Batch target, int place) {
        sample.render(target.pixels(), place * imageBytes);
        target.put(place, sample.label(), sample.logits());
    }
}
