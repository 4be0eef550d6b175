package dev.retort.distill.statistics;

import dev.retort.contracts.event.PairedCounts;

/**
 * McNemar's test, exact with mid-p: given the discordant pairs, whether the candidate is right in more of them than a fair
 * coin would be. The mid-p counts half of the observed table, which takes from the exact test most of its caution; its
 * error rate rarely passes the nominal level, and then by little (Fagerland, Lydersen and Laake 2013).
 */
public final class McNemar {
    private McNemar() {}

    /**
     * One-sided, against "the candidate is no better": P(X &gt; b) + ½·P(X = b) for X ~ Bin(b + c, ½), b pairs that only the
     * candidate has right, c that only the champion has. ½ where there is no discordant pair.
     */
    public static double midP(PairedCounts table) {
        int pairs = table.onlyCandidate() + table.onlyChampion();
        int candidate = table.onlyCandidate();
        double logHalfToThePairs = -pairs * Math.log(2);
        double logChoose = logChoose(pairs, candidate);
        double p = 0.5 * Math.exp(logHalfToThePairs + logChoose);
        for (int x = candidate + 1; x <= pairs; x++) {
            logChoose += Math.log((double) (pairs - x + 1) / x);
            p += Math.exp(logHalfToThePairs + logChoose);
        }
        return Math.min(1, p);
    }

    /** log of n over k. */
    private static double logChoose(int n, int k) {
        double log = 0;
        for (int i = 1; i <= Math.min(k, n - k); i++) {
            log += Math.log((double) (n - i + 1) / i);
        }
        return log;
    }
}
