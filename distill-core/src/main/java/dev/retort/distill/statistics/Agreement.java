package dev.retort.distill.statistics;

/** How far two classifiers say the same, right or wrong. */
public final class Agreement {
    private Agreement() {}

    /** Share of images to which both give the same class, in [0, 1]. */
    public static double share(int[] one, int[] other) {
        requirePairs(one, other);
        int same = 0;
        for (int i = 0; i < one.length; i++) {
            same += one[i] == other[i] ? 1 : 0;
        }
        return (double) same / one.length;
    }

    /**
     * Cohen's kappa: (share - chance) / (1 - chance), chance being what two classifiers that answer with these frequencies
     * would agree on by accident. 1 where both always give the same class.
     *
     * @param classes each answer is in [0, classes)
     */
    public static double kappa(int[] one, int[] other, int classes) {
        double share = share(one, other);
        long[] ones = new long[classes];
        long[] others = new long[classes];
        for (int i = 0; i < one.length; i++) {
            ones[one[i]]++;
            others[other[i]]++;
        }
        double chance = 0;
        for (int c = 0; c < classes; c++) {
            chance += (double) ones[c] / one.length * others[c] / one.length;
        }
        return chance == 1 ? 1 : (share - chance) / (1 - chance);
    }

    private static void requirePairs(int[] one, int[] other) {
        if (one.length != other.length || one.length == 0) {
            throw new IllegalArgumentException(
                    "answers to the same images are compared, not %d with %d".formatted(one.length, other.length));
        }
    }
}
