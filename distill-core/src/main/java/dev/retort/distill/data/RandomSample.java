package dev.retort.distill.data;

import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Permutation;
import dev.retort.distill.random.Stream;
import java.util.Arrays;

/**
 * A few of many images, drawn without replacement: folders of images, and so the indices of a split, are sorted by class, and
 * the first ones would all be of one.
 */
public final class RandomSample {
    private RandomSample() {}

    /**
     * Places in a sequence of so many; the same (length, seed) gives the same ones on every machine, and fewer are the first of
     * more.
     *
     * @param count at most {@code length} are given
     */
    public static int[] places(int length, int count, long seed) {
        int[] order = Permutation.of(length, new CounterRandom(seed, Stream.EXAMPLES, 0, 0));
        return Arrays.copyOf(order, Math.min(length, count));
    }

    /** What lies at these places. */
    public static int[] at(int[] places, int[] sequence) {
        return Arrays.stream(places).map(place -> sequence[place]).toArray();
    }
}
