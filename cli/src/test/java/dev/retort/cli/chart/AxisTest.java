package dev.retort.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void beginsAndEndsWithARoundNumber() {
        Axis axis = Axis.over(Stream.of(41.0, 83.5), true);

        assertThat(axis.ticks()).containsExactly(40.0, 50.0, 60.0, 70.0, 80.0, 90.0);
        assertThat(axis.least()).isEqualTo(40);
        assertThat(axis.greatest()).isEqualTo(90);
        assertThat(axis.label(50)).isEqualTo("50");
    }

    @Test
    void endsWithTheDataWhereItNeedNotBeRound() {
        Axis axis = Axis.over(Stream.of(3.0, 187.0), false);

        assertThat(axis.ticks()).containsExactly(50.0, 100.0, 150.0);
        assertThat(axis.share(3)).isZero();
        assertThat(axis.share(187)).isEqualTo(1);
    }

    @Test
    void countsInTenthsWhereTheRangeIsSmall() {
        Axis axis = Axis.over(Stream.of(0.12, 0.44), true);

        assertThat(axis.ticks()).hasSize(5);
        assertThat(axis.label(axis.ticks().get(1))).isEqualTo("0.2");
    }

    @Test
    void hasRoomForAValueThatNeverChanges() {
        Axis axis = Axis.over(Stream.of(80.0, 80.0), true);

        assertThat(axis.greatest()).isGreaterThan(axis.least());
        assertThat(axis.share(80)).isBetween(0.0, 1.0);
    }

    @Test
    void holdsEveryValueAndAFewTicks() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            double scale = Math.pow(10, random.nextInt(9) - 4);
            double one = scale * random.nextDouble();
            double other = one + scale * (0.001 + random.nextDouble());
            Axis axis = Axis.over(Stream.of(one, other), true);

            assertThat(axis.share(one)).isBetween(-1e-9, 1 + 1e-9);
            assertThat(axis.share(other)).isBetween(-1e-9, 1 + 1e-9);
            assertThat(axis.ticks()).hasSizeBetween(3, 8);
            assertThat(axis.ticks().getLast()).isCloseTo(axis.greatest(), within(1e-9 * scale));
        }
    }
}
