package dev.retort.distill.train;

import dev.retort.contracts.experiment.Schedule;

/** Learning rates by step. */
public final class LearningRates {
    private LearningRates() {}

    /**
     * The rate of one step.
     *
     * @param peak the schedule's greatest rate
     * @param step counted from 0
     */
    public static double at(Schedule schedule, double peak, long step, long totalSteps) {
        // The middle of the step, so that neither the first nor the last one is lost to a rate of zero.
        double progress = (step + 0.5) / totalSteps;
        return peak * share(schedule, progress);
    }

    private static double share(Schedule schedule, double progress) {
        return switch (schedule) {
            case Schedule.OneCycle(double warmup) ->
                progress < warmup ? progress / warmup : (1 - progress) / (1 - warmup);
            case Schedule.Cosine(double warmup) ->
                progress < warmup
                        ? progress / warmup
                        : 0.5 * (1 + StrictMath.cos(Math.PI * (progress - warmup) / (1 - warmup)));
            case Schedule.Step step ->
                StrictMath.pow(step.factor(), (double) step.milestones().stream()
                        .filter(milestone -> progress >= milestone)
                        .count());
        };
    }
}
