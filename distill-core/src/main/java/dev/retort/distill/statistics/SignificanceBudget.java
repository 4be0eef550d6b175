package dev.retort.distill.statistics;

/**
 * What a series of tests may spend. All candidates that are compared with one champion are one family, and the k-th of them
 * is tested at level / (k·(k + 1)): half of the level, a sixth, a twelfth, … These sum to the level however long the series
 * is, so by the union bound the chance that any of them is taken for better without being so is at most the level. That
 * holds under any dependence, which matters: all of them are compared on the same images with the same champion. A champion
 * that is replaced ends its series, and its successor begins one.
 */
public final class SignificanceBudget {
    private SignificanceBudget() {}

    /**
     * @param level of the whole series, in (0, 1)
     * @param attempt which comparison with this champion it is, from 1
     */
    public static double at(double level, int attempt) {
        if (!(level > 0 && level < 1) || attempt < 1) {
            throw new IllegalArgumentException("attempt " + attempt + " of a series at level " + level);
        }
        return level / ((double) attempt * (attempt + 1));
    }
}
