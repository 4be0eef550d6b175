package dev.retort.distill.statistics;

import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.PairedCounts;

/**
 * Tango's score test and interval for the difference of two paired proportions (Tango 1998, Statistics in Medicine 17,
 * 891–908). With b and c discordant pairs of n and a supposed difference δ,
 *
 * <pre>z(δ) = (b - c - nδ) / √(n·(2q + δ(1 - δ)))</pre>
 *
 * <p>where q is the most likely probability of "only the champion is right" under δ. At δ = 0 it is McNemar's.
 */
public final class PairedDifference {
    private static final int BISECTIONS = 60;

    private PairedDifference() {}

    /**
     * One-sided p against "the candidate is worse by the margin or more".
     *
     * @param margin of accuracy, in (0, 1): 0.01 is one percentage point
     */
    public static double nonInferiority(PairedCounts table, double margin) {
        if (!(margin > 0 && margin < 1)) {
            throw new IllegalArgumentException("a margin is greater than 0 and less than 1, not " + margin);
        }
        return Normal.survival(score(table, -margin));
    }

    /**
     * Every difference that the score test does not reject: candidate less champion, within [-1, 1].
     *
     * @param confidence such as 0.95, in (0, 1)
     */
    public static Interval interval(PairedCounts table, double confidence) {
        double z = Normal.quantile(0.5 + confidence / 2);
        double difference = table.difference();
        return new Interval(
                bisect(table, z, -1, difference),
                -bisect(table.exchanged(), z, -1, table.exchanged().difference()));
    }

    /** The statistic: large where the observed difference is above the supposed one. */
    static double score(PairedCounts table, double supposed) {
        double n = table.images();
        double excess = table.onlyCandidate() - table.onlyChampion() - n * supposed;
        double variance = n * (2 * likeliest(table, supposed) + supposed * (1 - supposed));
        // Nothing varies where no pair is discordant and none is supposed to be.
        return variance <= 0 ? Math.signum(excess) * Double.MAX_VALUE : excess / Math.sqrt(variance);
    }

    /** The larger root of 2n·q² + (-b - c + (2n - b + c)δ)·q - cδ(1 - δ) = 0. */
    private static double likeliest(PairedCounts table, double supposed) {
        double n = table.images();
        double b = table.onlyCandidate();
        double c = table.onlyChampion();
        double linear = -b - c + (2 * n - b + c) * supposed;
        double constant = -c * supposed * (1 - supposed);
        double root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant));
        return (root - linear) / (4 * n);
    }

    /** Where the statistic falls to z; it falls with the supposed difference. */
    private static double bisect(PairedCounts table, double z, double from, double to) {
        double low = from;
        double high = to;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (score(table, middle) > z) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
