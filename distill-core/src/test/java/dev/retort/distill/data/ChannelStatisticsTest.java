package dev.retort.distill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import org.junit.jupiter.api.Test;

final class ChannelStatisticsTest {
    @Test
    void takesMeanAndDeviationOfEachChannel() {
        // Channel 0 is 0 and 255 in turn, channel 1 always 51.
        Normalization normalization = statistics(2, 1000, (channel, i) -> channel == 0 ? 255 * (i % 2) : 51);

        assertThat(normalization.mean().get(0)).isEqualTo(0.5);
        assertThat(normalization.standardDeviation().get(0)).isEqualTo(0.5);
        assertThat(normalization.mean().get(1)).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void givesAConstantChannelADeviationThatCanBeDividedBy() {
        assertThat(statistics(1, 10, (channel, i) -> 7).standardDeviation()).containsExactly(1.0);
    }

    @Test
    void losesNothingWhereTheDifferenceOfLargeSumsIsSmall() {
        // One pixel of a million differs by one: variance (n − 1) / n² of a level squared.
        Normalization normalization = statistics(1, 1000, (channel, i) -> i == 0 ? 254 : 255);
        double n = 1000 * 1000;

        assertThat(normalization.standardDeviation().getFirst() * 255)
                .isCloseTo(Math.sqrt((n / 1000) * (n - n / 1000)) / n, within(1e-15));
    }

    @Test
    void hasNoRoundingThatDependsOnTheOrder() {
        Normalization forwards = statistics(1, 997, (channel, i) -> i * i % 251);
        Normalization backwards = statistics(1, 997, (channel, i) -> (996 - i) * (996 - i) % 251);

        assertThat(forwards).isEqualTo(backwards);
    }

    private interface Value {
        int at(int channel, int i);
    }

    /** Of {@code count} images of 1 × {@code count} pixels: pixel i of each is the same. */
    private static Normalization statistics(int channels, int count, Value value) {
        ImageShape shape = new ImageShape(channels, 1, count);
        return ChannelStatistics.of(MemoryImages.of(
                shape,
                new int[count],
                (index, target) -> {
                    for (int i = 0; i < target.length; i++) {
                        target[i] = (byte) value.at(i / count, i % count);
                    }
                },
                LoadProgress.NONE));
    }
}
