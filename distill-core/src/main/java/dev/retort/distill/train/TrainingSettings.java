package dev.retort.distill.train;

import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.TrainingSpec;
import dev.retort.distill.torchscript.LossScript;
import dev.retort.distill.torchscript.UpdateScript;

/**
 * What a step computes.
 *
 * @param precision BF16 or FP32; AUTO is resolved before, by {@link PrecisionSupport}
 * @param threads of libtorch within one operator; another count gives other bits
 */
public record TrainingSettings(Precision precision, int threads, UpdateScript update, LossScript loss) {

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

    /**
     * Without clipping and averaging.
     *
     * @param labelSmoothing of the hard labels, in [0, 1)
     */
    public TrainingSettings(
            Precision precision, int threads, OptimizerSpec optimizer, double labelSmoothing, DistillationLoss loss) {
        this(precision, threads, new UpdateScript(optimizer, 0, 0), new LossScript(loss, labelSmoothing));
    }

    /** The same for batches in which a label may be {@link TrainingBatch#NO_LABEL}. */
    public TrainingSettings withMissingLabels() {
        return new TrainingSettings(
                precision, threads, update, new LossScript(loss.loss(), loss.labelSmoothing(), true));
    }

    /** As an experiment says it. */
    public static TrainingSettings of(TrainingSpec training, Precision precision, int threads, DistillationLoss loss) {
        return of(training, precision, threads, new LossScript(loss, training.labelSmoothing()));
    }

    /** As an experiment says it of a student. */
    public static TrainingSettings of(TrainingSpec training, Precision precision, int threads, Arm arm) {
        return of(training, precision, threads, new LossScript(arm.loss(), arm.labelSmoothing(training)));
    }

    private static TrainingSettings of(TrainingSpec training, Precision precision, int threads, LossScript loss) {
        return new TrainingSettings(
                precision,
                threads,
                new UpdateScript(training.optimizer(), training.gradientClip(), training.averageDecay()),
                loss);
    }
}
