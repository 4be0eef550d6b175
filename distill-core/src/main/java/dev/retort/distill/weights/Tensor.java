package dev.retort.distill.weights;

import java.util.Arrays;

/** A dense float tensor in row-major order. Holds its array without copying; equal when shape and bits are equal. */
public final class Tensor {
    private final long[] shape;
    private final float[] values;

    public Tensor(long[] shape, float[] values) {
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " holds " + size + " values, got " + values.length);
        }
        this.shape = shape.clone();
        this.values = values;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** The array itself, not a copy. */
    public float[] values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && Arrays.equals(shape, tensor.shape)
                && Arrays.equals(values, tensor.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
