package dev.retort.distill.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CounterRandomTest {
    private static final int DRAWS = 20_000;

    @Test
    void beginsWithTheBlockOfItsPlace() {
        int[] block = new int[4];
        Philox.block(0x89ABCDEF, 0x01234567, 0, 6, 5, 3, block);

        CounterRandom random = new CounterRandom(0x0123456789ABCDEFL, Stream.VIEW, 5, 6);

        assertThat(IntStream.range(0, 4).map(i -> random.nextInt()))
                .containsExactly(block[0], block[1], block[2], block[3]);
    }

    @Test
    void differsBetweenSeedsStreamsRowsAndColumns() {
        assertThat(new int[] {
                    new CounterRandom(1, Stream.VIEW, 0, 0).nextInt(),
                    new CounterRandom(2, Stream.VIEW, 0, 0).nextInt(),
                    new CounterRandom(1L << 32, Stream.VIEW, 0, 0).nextInt(),
                    new CounterRandom(1, Stream.SPLIT, 0, 0).nextInt(),
                    new CounterRandom(1, Stream.VIEW, 1, 0).nextInt(),
                    new CounterRandom(1, Stream.VIEW, 0, 1).nextInt()
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void givesEachStreamANumberOfItsOwn() {
        assertThat(Arrays.stream(Stream.values()).map(Stream::number)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE})
    void staysBelowItsBound(int bound) {
        CounterRandom random = random();

        double mean = IntStream.range(0, DRAWS)
                .map(i -> random.below(bound))
                .peek(value -> assertThat(value).isBetween(0, bound - 1))
                .average()
                .orElseThrow();

        // Five deviations of the mean of uniform numbers.
        assertThat(mean / bound).isCloseTo((bound - 1) / 2.0 / bound, within(5 * 0.289 / Math.sqrt(DRAWS)));
    }

    @Test
    void refusesABoundThatLeavesNothing() {
        assertThatThrownBy(() -> random().below(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void spreadsDoublesEvenlyOverTheUnit() {
        CounterRandom random = random();
        int[] buckets = new int[10];
        for (int i = 0; i < DRAWS; i++) {
            buckets[(int) (10 * random.nextDouble())]++;
        }

        assertThat(IntStream.of(buckets)).allMatch(count -> Math.abs(count - DRAWS / 10) < 5 * Math.sqrt(0.09 * DRAWS));
    }

    @Test
    void drawsFromTheNormalDistribution() {
        CounterRandom random = random();
        double[] values =
                IntStream.range(0, DRAWS).mapToDouble(i -> random.normal()).toArray();

        assertThat(mean(values)).isCloseTo(0, within(5 / Math.sqrt(DRAWS)));
        assertThat(variance(values)).isCloseTo(1, within(5 * Math.sqrt(2.0 / DRAWS)));
        assertThat(Arrays.stream(values).filter(value -> Math.abs(value) < 1).count() / (double) DRAWS)
                .isCloseTo(0.6827, within(0.017));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.4, 1, 2, 8})
    void drawsFromTheBetaDistribution(double shape) {
        CounterRandom random = random();
        double[] values = IntStream.range(0, DRAWS)
                .mapToDouble(i -> random.symmetricBeta(shape))
                .toArray();

        assertThat(Arrays.stream(values)).allMatch(value -> value >= 0 && value <= 1);
        assertThat(mean(values)).isCloseTo(0.5, within(0.02));
        // Of Beta(a, a): 1 / (4·(2a + 1)).
        assertThat(variance(values)).isCloseTo(1 / (4 * (2 * shape + 1)), within(0.01));
    }

    @Test
    void drawsZeroOrOneWhereTheBetaDistributionHasNothingBetween() {
        CounterRandom random = random();

        assertThat(IntStream.range(0, 100).mapToDouble(i -> random.symmetricBeta(1e-300)))
                .containsOnly(0.0, 1.0);
    }

    @Test
    void permutesAllThatThereIs() {
        for (int size = 0; size < 50; size++) {
            int[] order = Permutation.of(size, new CounterRandom(3, Stream.SPLIT, size, 0));

            assertThat(IntStream.of(order).sorted().toArray())
                    .isEqualTo(IntStream.range(0, size).toArray());
        }
    }

    @Test
    void givesEveryPermutationOfThreeTheSameChance() {
        int[] counts = new int[27];
        for (int i = 0; i < 6000; i++) {
            int[] order = Permutation.of(3, new CounterRandom(3, Stream.SPLIT, i, 0));
            counts[9 * order[0] + 3 * order[1] + order[2]]++;
        }

        assertThat(IntStream.of(counts).filter(count -> count > 0).toArray())
                .hasSize(6)
                .satisfies(found -> assertThat(IntStream.of(found)).allMatch(count -> Math.abs(count - 1000) < 150));
    }

    private static CounterRandom random() {
        return new CounterRandom(20_261_124, Stream.VIEW, 1, 2);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
    }
}
