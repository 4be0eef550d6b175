package dev.retort.distill.statistics;

/** Student's t distribution. */
public final class StudentT {
    private static final int FRACTION_TERMS = 500;
    private static final double CONVERGED = 1e-15;
    /** Instead of a denominator of 0. */
    private static final double TINY = 1e-300;

    private StudentT() {}

    /**
     * P(|T| ≥ |t|) = I(ν / (ν + t²); ν/2, ½), the regularised incomplete beta function (Abramowitz and Stegun 26.7.1).
     *
     * @param freedom ν, degrees of freedom, ≥ 1
     */
    public static double twoSided(double t, int freedom) {
        if (freedom < 1) {
            throw new IllegalArgumentException("degrees of freedom: " + freedom);
        }
        return beta(freedom / (freedom + t * t), freedom / 2.0, 0.5);
    }

    private static double beta(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        double front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
        // The fraction converges fast on one side of the mode only; the function is symmetric.
        return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b;
    }

    /** The continued fraction of Abramowitz and Stegun 26.5.8, from its front (Lentz). */
    private static double fraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / nonZero(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= FRACTION_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / nonZero(1 + even * d);
            c = nonZero(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / nonZero(1 + odd * d);
            c = nonZero(1 + odd / c);
            value *= d * c;
            if (Math.abs(d * c - 1) < CONVERGED) {
                break;
            }
        }
        return value;
    }

    private static double nonZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** ln Γ(x) of a multiple of ½, which is all that is asked for: Γ(x + 1) = xΓ(x), from Γ(½) = √π or Γ(1) = 1. */
    private static double logGamma(double x) {
        double at = x % 1 == 0 ? 1 : 0.5;
        double sum = x % 1 == 0 ? 0 : Math.log(Math.PI) / 2;
        for (; at < x; at++) {
            sum += Math.log(at);
        }
        return sum;
    }
}
