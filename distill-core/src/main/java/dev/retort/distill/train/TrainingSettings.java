package dev.retort.distill.train;

import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;

/**
 * What a step computes.
 *
 * @param precision BF16 or FP32; AUTO is resolved before, by {@link PrecisionSupport}
 * @param threads of libtorch within one operator; another count gives other bits
 * @param labelSmoothing of the hard labels, in [0, 1)
 */
public record TrainingSettings(
        Precision precision, int threads, OptimizerSpec optimizer, double labelSmoothing, DistillationLoss loss) {

    /** The loss of a network that learns from labels alone. */
    public static final DistillationLoss HARD_LABELS = new DistillationLoss(1, 0, 1);

    public TrainingSettings {
        if (precision == Precision.AUTO) {
            throw new IllegalArgumentException("precision is not resolved");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads);
        }
    }
}
