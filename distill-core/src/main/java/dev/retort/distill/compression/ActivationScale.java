package dev.retort.distill.compression;

/**
 * Activations as uint8, one scale a tensor: x ≈ scale · (q - zeroPoint). Zero is exact, so that padding is.
 *
 * @param scale &gt; 0
 * @param zeroPoint in [0, 255]
 */
public record ActivationScale(float scale, int zeroPoint) {
    private static final int GREATEST = 255;

    public ActivationScale {
        if (!(scale > 0) || !Float.isFinite(scale) || zeroPoint < 0 || zeroPoint > GREATEST) {
            throw new IllegalArgumentException("scale %s with zero at %d is no scale".formatted(scale, zeroPoint));
        }
    }

    /** That spreads [low, high], widened to hold zero, over the 256 values. */
    static ActivationScale of(double low, double high) {
        double least = Math.min(0, low);
        double greatest = Math.max(0, high);
        float scale = (float) ((greatest - least) / GREATEST);
        // Nothing but zeros, or what a float cannot tell from them.
        return scale >= Float.MIN_NORMAL
                ? new ActivationScale(scale, (int) Math.clamp(Math.rint(-least / scale), 0, GREATEST))
                : new ActivationScale(1, 0);
    }

    /** As ONNX's QuantizeLinear: rounded to the nearest, ties to even, and saturated. */
    int quantize(double value) {
        return (int) Math.clamp(Math.rint(value / scale) + zeroPoint, 0, GREATEST);
    }

    /** What is left of a value that went through it. */
    double roundTrip(double value) {
        return (double) scale * (quantize(value) - zeroPoint);
    }
}
