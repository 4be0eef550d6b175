package dev.retort.distill.network;

import java.util.List;

/**
 * One tensor of a state dict.
 *
 * @param name as in PyTorch, such as {@code layer1.0.conv1.weight}
 */
public record StateEntry(String name, List<Integer> shape, Kind kind) {
    public StateEntry {
        shape = List.copyOf(shape);
    }

    /** What training does to it. */
    public enum Kind {
        /** Moved by the optimizer. */
        PARAMETER,
        /** Mean or variance of a batch norm, moved by the forward pass. */
        STATISTIC,
        /** Set before the first step. */
        CONSTANT
    }

    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    public long[] shapeArray() {
        return shape.stream().mapToLong(Integer::longValue).toArray();
    }
}
