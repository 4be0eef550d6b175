package dev.retort.distill.compression;

import dev.retort.distill.score.NonFiniteLogitException;

/**
 * Values of one tensor over all calibration images. Its bins double their width whenever a value lies outside, so that one
 * pass is enough.
 */
public final class ActivationHistogram {
    /** Sixteen or more for each of the 256 values that an activation can have, whatever the range. */
    private static final int BINS = 1 << 14;

    /** Ranges that are tried, each a hundredth narrower than the one before. */
    private static final int CANDIDATES = 70;

    private long[] counts = new long[BINS];
    /** Bins cover [-limit, limit). */
    private double limit = 0x1p-10;

    private double low;
    private double high;

    /** @throws NonFiniteLogitException if a value is not finite */
    public void add(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new NonFiniteLogitException("an activation is " + value);
            }
            while (Math.abs((double) value) >= limit) {
                widen();
            }
            counts[(int) ((value / limit + 1) * (BINS / 2))]++;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
    }

    private void widen() {
        long[] wider = new long[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            wider[BINS / 4 + bin / 2] += counts[bin];
        }
        counts = wider;
        limit *= 2;
    }

    /**
     * The scale of the range with the least mean squared error, of the full one and of ones that cut both ends: a value far
     * from all others is not worth a coarser step for them.
     */
    public ActivationScale scale() {
        ActivationScale best = ActivationScale.of(low, high);
        double least = squaredError(best);
        for (int i = 1; i < CANDIDATES; i++) {
            double share = 1 - i / 100.0;
            ActivationScale narrower = ActivationScale.of(share * low, share * high);
            double error = squaredError(narrower);
            if (error < least) {
                best = narrower;
                least = error;
            }
        }
        return best;
    }

    private double squaredError(ActivationScale scale) {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                double value = ((bin + 0.5) / (BINS / 2) - 1) * limit;
                double error = value - scale.roundTrip(value);
                sum += counts[bin] * error * error;
            }
        }
        return sum;
    }
}
