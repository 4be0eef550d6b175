package dev.retort.distill.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Stream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CutoutTest {
    private static final ImageShape SHAPE = new ImageShape(2, 10, 12);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 40})
    void fillsOneRectangleOfEachChannelWithItsMean(int side) {
        // Means of 0.2 and 0.8 are levels 51 and 204.
        Cutout cutout = new Cutout(SHAPE, side, new Normalization(List.of(0.2, 0.8), List.of(1.0, 1.0)));
        int largest = 0;
        for (int attempt = 0; attempt < 300; attempt++) {
            byte[] pixels = new byte[SHAPE.size()];
            cutout.apply(new CounterRandom(1, Stream.VIEW, attempt, 0), pixels, 0);

            int top = 10;
            int bottom = -1;
            int left = 12;
            int right = -1;
            int filled = 0;
            for (int i = 0; i < 120; i++) {
                assertThat(pixels[i] & 0xFF).isIn(0, 51);
                assertThat(pixels[120 + i] & 0xFF).isEqualTo(pixels[i] == 0 ? 0 : 204);
                if (pixels[i] != 0) {
                    top = Math.min(top, i / 12);
                    bottom = Math.max(bottom, i / 12);
                    left = Math.min(left, i % 12);
                    right = Math.max(right, i % 12);
                    filled++;
                }
            }
            assertThat(filled).isPositive().isEqualTo((bottom - top + 1) * (right - left + 1));
            assertThat(bottom - top + 1).isLessThanOrEqualTo(side);
            assertThat(right - left + 1).isLessThanOrEqualTo(side);
            largest = Math.max(largest, filled);
        }
        assertThat(largest).isEqualTo(Math.min(side, 10) * Math.min(side, 12));
    }
}
