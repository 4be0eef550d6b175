package dev.retort.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantityTest {
    @Test
    void saysOneThreadAndTwoThreads() {
        assertThat(Quantity.of(1, "thread")).isEqualTo("1 thread");
        assertThat(Quantity.of(2, "thread")).isEqualTo("2 threads");
        assertThat(Quantity.of(0, "new sample")).isEqualTo("0 new samples");
    }
}
