package dev.retort.distill.compression;

import dev.retort.distill.weights.Tensor;

/**
 * Weights of a layer as int8, symmetric, one scale an output channel: w ≈ scale[channel] · q with q in [-127, 127]. Its bias
 * is int32 at inputScale · scale[channel], the scale of the sums that it is added to.
 */
public final class Int8Weights {
    private static final int GREATEST = 127;

    /** So far within int32 that the sums of a layer fit as well. */
    private static final double GREATEST_BIAS = 1 << 30;

    private final byte[] values;
    private final float[] scales;
    private final int[] bias;

    private Int8Weights(byte[] values, float[] scales, int[] bias) {
        this.values = values;
        this.scales = scales;
        this.bias = bias;
    }

    /**
     * @param weight [outputs, …]
     * @param bias [outputs]
     * @param inputScale of the activations that the layer reads
     */
    public static Int8Weights of(Tensor weight, Tensor bias, float inputScale) {
        float[] all = weight.values();
        int outputs = bias.values().length;
        int row = all.length / outputs;
        Int8Weights result = new Int8Weights(new byte[all.length], new float[outputs], new int[outputs]);
        for (int output = 0; output < outputs; output++) {
            result.quantize(all, output, row, bias.values()[output], inputScale);
        }
        return result;
    }

    private void quantize(float[] all, int output, int row, float itsBias, float inputScale) {
        double greatest = 0;
        for (int i = output * row; i < (output + 1) * row; i++) {
            greatest = Math.max(greatest, Math.abs(all[i]));
        }
        // Weights of a dead channel are next to nothing, and its bias would not fit at their scale.
        double least = Math.abs(itsBias) / (inputScale * GREATEST_BIAS);
        float scale = (float) Math.max(greatest / GREATEST, Math.max(least, Float.MIN_NORMAL));
        for (int i = output * row; i < (output + 1) * row; i++) {
            values[i] = (byte) Math.clamp(Math.rint(all[i] / (double) scale), -GREATEST, GREATEST);
        }
        scales[output] = scale;
        bias[output] = (int) Math.rint(itsBias / ((double) inputScale * scale));
    }

    /** In the weight's own order. */
    public byte[] values() {
        return values.clone();
    }

    /** By output channel. */
    public float[] scales() {
        return scales.clone();
    }

    /** By output channel. */
    public int[] bias() {
        return bias.clone();
    }
}
