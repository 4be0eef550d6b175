package dev.retort.distill.statistics;

/**
 * The population stability index of two histograms over the same bins: Σ (q − p)·ln(q / p), p and q the shares of a bin in
 * the reference and in what was seen. It is the symmetrised Kullback–Leibler divergence, in nats; 0 where both are equal.
 * Credit scoring, where it comes from, calls less than 0.1 stable and more than 0.25 a shift (Siddiqi 2006); a random sample
 * of n from the very distribution of m others has about (bins − 1)·(1/n + 1/m), so small samples pass such thresholds by
 * chance.
 */
public final class StabilityIndex {
    /** Each bin gets half a case more: an empty one has a logarithm then, and as little weight as can be (Jeffreys 1946). */
    private static final double SMOOTHING = 0.5;

    private StabilityIndex() {}

    /**
     * With shares (count + ½) / (total + bins / 2).
     *
     * @param reference [bins], each at least 0, not all 0
     * @param seen [bins], each at least 0, not all 0
     */
    public static double of(long[] reference, long[] seen) {
        if (reference.length != seen.length) {
            throw new IllegalArgumentException(
                    "%d bins are not compared with %d".formatted(reference.length, seen.length));
        }
        double references = total(reference);
        double sightings = total(seen);
        double sum = 0;
        for (int bin = 0; bin < seen.length; bin++) {
            double p = (reference[bin] + SMOOTHING) / (references + SMOOTHING * reference.length);
            double q = (seen[bin] + SMOOTHING) / (sightings + SMOOTHING * seen.length);
            sum += (q - p) * Math.log(q / p);
        }
        return sum;
    }

    private static long total(long[] counts) {
        long total = 0;
        for (long count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("a count is " + count);
            }
            total += count;
        }
        if (total == 0) {
            throw new IllegalArgumentException("nothing was counted in any of " + counts.length + " bins");
        }
        return total;
    }
}
