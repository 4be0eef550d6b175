package dev.retort.distill.statistics;

/** The standard normal distribution. */
public final class Normal {
    /** Below this the series loses digits by cancellation, and the continued fraction of the tail has converged. */
    private static final double TAIL_BEGINS = 3;

    private static final int FRACTION_TERMS = 120;
    private static final double GREATEST = 39;
    private static final int BISECTIONS = 80;

    private Normal() {}

    /** P(Z ≤ z), with a relative error under 1e-12 in the lower tail as well. */
    public static double cdf(double z) {
        if (z > 0) {
            return 1 - cdf(-z);
        }
        return z < -TAIL_BEGINS ? tail(-z) : 0.5 - density(z) * series(-z);
    }

    /** P(Z ≥ z). */
    public static double survival(double z) {
        return cdf(-z);
    }

    /**
     * The z with P(Z ≤ z) = probability, by bisection: the cdf is all that can be wrong.
     *
     * @param probability in (0, 1)
     */
    public static double quantile(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("no quantile of probability " + probability);
        }
        if (probability > 0.5) {
            return -quantile(1 - probability);
        }
        double low = -GREATEST;
        double high = 0;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (cdf(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** z + z³/3 + z⁵/(3·5) + …: the mass from 0 to z over the density at z (Abramowitz and Stegun 26.2.11). */
    private static double series(double z) {
        double sum = z;
        double term = z;
        for (int odd = 3; term > sum * 1e-17; odd += 2) {
            term *= z * z / odd;
            sum += term;
        }
        return sum;
    }

    /** Mass above z by its continued fraction (Abramowitz and Stegun 26.2.14). */
    private static double tail(double z) {
        double fraction = z;
        for (int term = FRACTION_TERMS; term >= 1; term--) {
            fraction = z + term / fraction;
        }
        return density(z) / fraction;
    }
}
