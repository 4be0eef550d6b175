package dev.retort.distill.torchscript;

/**
 * A flat buffer that a step changes beside weights and statistics; an attribute of the script, and part of every
 * checkpoint.
 *
 * @param name of the attribute; named as PyTorch's optimizers name theirs, where they have it
 */
public record StateBuffer(String name, Extent extent) {
    public static final StateBuffer MOMENTUM = new StateBuffer("momentum", Extent.PARAMETERS);
    public static final StateBuffer GRADIENTS_MEAN = new StateBuffer("exp_avg", Extent.PARAMETERS);
    public static final StateBuffer SQUARES_MEAN = new StateBuffer("exp_avg_sq", Extent.PARAMETERS);
    /** How many updates were made. In fp32, and no longer exact after 2^24: nothing that reads it changes by then. */
    public static final StateBuffer UPDATES = new StateBuffer("updates", Extent.ONE);

    public static final StateBuffer AVERAGE = new StateBuffer("average", Extent.PARAMETERS);
    public static final StateBuffer STATISTICS_AVERAGE = new StateBuffer("average_statistics", Extent.STATISTICS);

    /** What it holds a value for. */
    public enum Extent {
        PARAMETERS,
        STATISTICS,
        ONE
    }
}
