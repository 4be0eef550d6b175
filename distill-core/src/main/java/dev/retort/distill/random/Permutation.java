package dev.retort.distill.random;

/** Uniformly random orders of 0 … size − 1. */
public final class Permutation {
    private Permutation() {}

    /** Fisher and Yates' shuffle with the numbers of {@code random}. */
    public static int[] of(int size, CounterRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
