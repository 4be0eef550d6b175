package dev.retort.distill.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StabilityIndexTest {
    /** Expected values: SciPy 1.17.1, entropy(p, q) + entropy(q, p) of the smoothed shares. */
    @Test
    void agreesWithScipy() {
        assertThat(index(new long[] {10, 20, 30, 40}, new long[] {40, 30, 20, 10}))
                .isCloseTo(0.8719768526109903, within(1e-12));
        assertThat(index(new long[] {100, 100, 0}, new long[] {50, 50, 100}))
                .isCloseTo(2.973443820981088, within(1e-12));
        assertThat(index(new long[] {5, 0, 0}, new long[] {0, 0, 7})).isCloseTo(4.06908015051181, within(1e-12));
        assertThat(index(new long[] {1000, 1000}, new long[] {1100, 900}))
                .isCloseTo(0.010023475079985293, within(1e-12));
    }

    @Test
    void isZeroForEqualSharesSymmetricAndNeverNegative() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            long[] one = random.longs(10, 0, 200).toArray();
            long[] other = random.longs(10, 0, 200).toArray();

            assertThat(index(one, one)).isZero();
            assertThat(index(one, other)).isPositive().isCloseTo(index(other, one), within(1e-12));
        }
    }

    /** Of 500 answers each, the index is about 9·(1/500 + 1/500) = 0.036 where nothing has changed. */
    @Test
    void isAsLargeByChanceAsItsDocumentationSays() {
        Random random = new Random(8);
        double sum = 0;
        for (int round = 0; round < 400; round++) {
            sum += index(histogram(random), histogram(random));
        }

        assertThat(sum / 400).isCloseTo(0.036, within(0.004));
    }

    @Test
    void comparesNothingThatIsNotComparable() {
        assertThatIllegalArgumentException().isThrownBy(() -> index(new long[] {1, 2}, new long[] {1, 2, 3}));
        assertThatIllegalArgumentException().isThrownBy(() -> index(new long[] {0, 0}, new long[] {1, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> index(new long[] {1, 2}, new long[] {-1, 2}));
    }

    private static double index(long[] reference, long[] seen) {
        return StabilityIndex.of(reference, seen);
    }

    private static long[] histogram(Random random) {
        long[] counts = new long[10];
        random.ints(500, 0, 10).forEach(bin -> counts[bin]++);
        return counts;
    }
}
