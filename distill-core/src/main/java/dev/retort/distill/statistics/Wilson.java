package dev.retort.distill.statistics;

import dev.retort.contracts.event.Interval;

/**
 * Wilson's score interval for a proportion (Wilson 1927): the p for which the observed share is within the quantile of the
 * normal distribution, with the standard deviation that p itself has. It stays inside [0, 1], at 0 and 1 as well.
 */
public final class Wilson {
    private Wilson() {}

    /** @param confidence such as 0.95, in (0, 1) */
    public static Interval interval(int successes, int trials, double confidence) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes of " + trials + " trials");
        }
        double z = Normal.quantile(0.5 + confidence / 2);
        double share = (double) successes / trials;
        double shrink = 1 + z * z / trials;
        double centre = (share + z * z / (2 * trials)) / shrink;
        double half = z / shrink * Math.sqrt(share * (1 - share) / trials + z * z / (4.0 * trials * trials));
        double low = successes == 0 ? 0 : Math.max(0, centre - half);
        double high = successes == trials ? 1 : Math.min(1, centre + half);
        return new Interval(low, high);
    }
}
