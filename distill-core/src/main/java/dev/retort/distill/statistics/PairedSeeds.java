package dev.retort.distill.statistics;

import java.util.List;

/**
 * By how much one arm is better than another over seeds: each seed gives both the same first weights and the same views, so
 * that its difference is due to what the arms differ in, and to chance.
 *
 * @param seeds n, pairs
 * @param meanDifference arm − reference
 * @param deviation of the differences, with n − 1
 * @param tTest p of the paired t-test, two-sided: the chance of a mean as far from 0 if the differences were normal about 0
 * @param signFlips p of the exact sign-flip test, two-sided, which assumes no more than that they are symmetric about 0: the
 *     share of the 2ⁿ ways to give them signs whose mean is as far from 0. It cannot be less than 2 / 2ⁿ
 */
public record PairedSeeds(
        String arm,
        String reference,
        int seeds,
        double meanDifference,
        double deviation,
        double tTest,
        double signFlips) {
    /** An experiment has at most so many; 2²⁰ ways are counted in a moment. */
    private static final int GREATEST_SEEDS = 20;

    /** Sums of the same numbers in another order are not quite equal. */
    private static final double ROUNDING = 1e-12;

    /** @param differences arm − reference, a seed each, from two to 20 */
    static PairedSeeds of(String arm, String reference, List<Double> differences) {
        if (differences.size() > GREATEST_SEEDS) {
            throw new IllegalArgumentException(
                    "%d seeds: signs are flipped for at most %d".formatted(differences.size(), GREATEST_SEEDS));
        }
        Spread spread = Spread.of(arm, differences);
        int n = differences.size();
        double t = spread.mean() * Math.sqrt(n) / spread.deviation();
        double tTest = spread.deviation() > 0 ? StudentT.twoSided(t, n - 1) : spread.mean() == 0 ? 1 : 0;
        return new PairedSeeds(arm, reference, n, spread.mean(), spread.deviation(), tTest, signFlips(differences));
    }

    private static double signFlips(List<Double> differences) {
        double observed = Math.abs(sum(differences, 0));
        long ways = 1L << differences.size();
        long asFar = 0;
        for (long signs = 0; signs < ways; signs++) {
            if (Math.abs(sum(differences, signs)) >= observed - ROUNDING) {
                asFar++;
            }
        }
        return (double) asFar / ways;
    }

    /** @param signs bit i set: the sign of number i is flipped */
    private static double sum(List<Double> numbers, long signs) {
        double sum = 0;
        for (int i = 0; i < numbers.size(); i++) {
            sum += (signs >> i & 1) == 0 ? numbers.get(i) : -numbers.get(i);
        }
        return sum;
    }
}
