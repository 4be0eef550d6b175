package dev.retort.distill.statistics;

/**
 * The two-sample test of Kolmogorov and Smirnov: whether two samples may come from one continuous distribution.
 *
 * @param distance the greatest difference of the two empirical distribution functions, in [0, 1]
 * @param p chance of such a distance or a greater one where there is no difference; asymptotic
 */
public record KolmogorovSmirnov(double distance, double p) {
    /** Where the two series for the tail are equally short. */
    private static final double MIDDLE = 1.18;

    private static final double NEGLIGIBLE = 1e-18;

    /**
     * The p-value is Kolmogorov's limit at √(n·m / (n + m))·distance. Over all distances it is off from the exact one by at
     * most 0.014 for two samples of 20, 0.003 for two of 100, and 0.04 for 500 and 64 values; equal values make it greater.
     *
     * @param one [n], ascending, finite
     * @param other [m], ascending, finite
     */
    public static KolmogorovSmirnov of(double[] one, double[] other) {
        double distance = distance(one, other);
        double size = (double) one.length * other.length / ((double) one.length + other.length);
        return new KolmogorovSmirnov(distance, survival(Math.sqrt(size) * distance));
    }

    private static double distance(double[] one, double[] other) {
        requireSample(one);
        requireSample(other);
        double greatest = 0;
        int i = 0;
        int j = 0;
        while (i < one.length && j < other.length) {
            double value = Math.min(one[i], other[j]);
            i = after(one, i, value);
            j = after(other, j, value);
            greatest = Math.max(greatest, Math.abs((double) i / one.length - (double) j / other.length));
        }
        return greatest;
    }

    private static void requireSample(double[] values) {
        boolean sample = values.length > 0 && Double.isFinite(values[0]);
        for (int i = 1; i < values.length; i++) {
            sample &= values[i] >= values[i - 1] && Double.isFinite(values[i]);
        }
        if (!sample) {
            throw new IllegalArgumentException("a sample is at least one finite number, in ascending order");
        }
    }

    /** The first place from {@code from} on with a greater value: both functions step over equal values at once. */
    private static int after(double[] sorted, int from, double value) {
        int place = from;
        while (place < sorted.length && sorted[place] <= value) {
            place++;
        }
        return place;
    }

    /**
     * P(K &gt; x) of Kolmogorov's distribution: 2·Σ (−1)^(k−1)·exp(−2k²x²), and for small x, where that converges slowly,
     * 1 − √(2π)/x·Σ exp(−(2k−1)²π² / 8x²); both from k = 1 (Feller 1948).
     */
    static double survival(double x) {
        if (x <= 0) {
            return 1;
        }
        return x < MIDDLE ? 1 - Math.sqrt(2 * Math.PI) / x * lowSeries(x) : Math.min(1, 2 * highSeries(x));
    }

    private static double lowSeries(double x) {
        double sum = 0;
        double term = 1;
        for (int odd = 1; term > NEGLIGIBLE; odd += 2) {
            term = Math.exp(-odd * odd * Math.PI * Math.PI / (8 * x * x));
            sum += term;
        }
        return sum;
    }

    private static double highSeries(double x) {
        double sum = 0;
        double term = 1;
        for (int k = 1; term > NEGLIGIBLE; k++) {
            term = Math.exp(-2.0 * k * k * x * x);
            sum += k % 2 == 1 ? term : -term;
        }
        return sum;
    }
}
