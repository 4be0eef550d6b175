package dev.retort.distill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeldOutSplitTest {
    @ParameterizedTest
    @CsvSource({"1,0", "2,1", "100,13", "50000,5000", "1000,999"})
    void partsAllImagesInTwoWithoutOverlap(int images, int heldOut) {
        HeldOutSplit split = HeldOutSplit.of(images, heldOut, 7);

        assertThat(split.heldOut()).hasSize(heldOut).isSorted();
        assertThat(split.training()).hasSize(images - heldOut).isSorted();
        assertThat(IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.heldOut()))
                        .sorted())
                .containsExactly(IntStream.range(0, images).boxed().toArray(Integer[]::new));
    }

    @Test
    void isTheSameOnEveryMachine() {
        assertThat(HeldOutSplit.of(1000, 8, 42).heldOut()).containsExactly(54, 238, 296, 310, 354, 585, 662, 882);
    }

    @Test
    void dependsOnTheSeed() {
        assertThat(HeldOutSplit.of(1000, 100, 1).heldOut())
                .isNotEqualTo(HeldOutSplit.of(1000, 100, 2).heldOut())
                .isNotEqualTo(HeldOutSplit.of(1000, 100, 1L << 32).heldOut());
    }

    @Test
    void refusesToHoldEverythingOut() {
        assertThatThrownBy(() -> HeldOutSplit.of(500, 500, 1))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("500")
                .hasMessageContaining("hold fewer out");
    }

    @Test
    void givesCopiesOfItsIndices() {
        HeldOutSplit split = HeldOutSplit.of(10, 5, 1);
        split.training()[0] = -1;
        split.heldOut()[0] = -1;

        assertThat(split.training()).doesNotContain(-1);
        assertThat(split.heldOut()).doesNotContain(-1);
    }
}
