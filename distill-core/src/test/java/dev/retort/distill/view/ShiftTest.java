package dev.retort.distill.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.distill.network.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShiftTest {
    private static final byte[] NUMBERED = {0, 1, 2, 3, 4, 5, 6, 7, 8};

    @Test
    void movesAndReflectsWithoutRepeatingTheEdge() {
        // 3 × 3, one down and one to the right: row and column 2 are followed by row and column 1.
        assertThat(apply(new ImageShape(1, 3, 3), false, 1, 1, NUMBERED)).containsExactly(4, 5, 4, 7, 8, 7, 4, 5, 4);
    }

    @Test
    void mirrorsBeforeItMoves() {
        assertThat(apply(new ImageShape(1, 3, 3), true, 0, 0, NUMBERED)).containsExactly(2, 1, 0, 5, 4, 3, 8, 7, 6);
        assertThat(apply(new ImageShape(1, 3, 3), true, 0, 1, NUMBERED)).containsExactly(1, 0, 1, 4, 3, 4, 7, 6, 7);
    }

    @Test
    void treatsChannelsAlike() {
        assertThat(apply(new ImageShape(3, 1, 3), false, 0, -1, NUMBERED)).containsExactly(1, 0, 1, 4, 3, 4, 7, 6, 7);
    }

    @ParameterizedTest
    @CsvSource({"0,5,0", "4,5,4", "-1,5,1", "-4,5,4", "-5,5,3", "5,5,3", "8,5,0", "9,5,1", "64,5,0", "7,1,0", "-3,2,1"})
    void reflectsAsOftenAsNeeded(int position, int length, int expected) {
        assertThat(Shift.reflected(position, length)).isEqualTo(expected);
    }

    private static byte[] apply(ImageShape shape, boolean mirrored, int down, int right, byte[] source) {
        byte[] target = new byte[source.length];
        new Shift(shape, mirrored, down, right).apply(source, target, 0);
        return target;
    }
}
