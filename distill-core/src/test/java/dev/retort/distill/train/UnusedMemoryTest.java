package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnusedMemoryTest {
    private static final long LARGE = 16 << 20;

    private final List<Integer> collections = new ArrayList<>();
    private final List<Integer> givenBack = new ArrayList<>();
    private int step;

    @Test
    void isGivenBackOftenAtFirstAndSeldomLater() {
        steps(LARGE);

        assertThat(collections).containsExactly(1);
        assertThat(givenBack).containsExactly(1, 2, 4, 8, 16, 32, 48, 64, 80, 96, 112, 128, 256, 512);
    }

    @Test
    void isLeftToASmallNetwork() {
        steps(LARGE - 1);

        assertThat(collections).isEmpty();
        assertThat(givenBack).isEmpty();
    }

    private void steps(long parameterBytes) {
        UnusedMemory unused = new UnusedMemory(parameterBytes, () -> collections.add(step), () -> givenBack.add(step));
        for (step = 1; step <= 1000; step++) {
            unused.afterStep();
        }
    }
}
