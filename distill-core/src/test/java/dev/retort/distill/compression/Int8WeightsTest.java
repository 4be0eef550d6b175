package dev.retort.distill.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.distill.weights.Tensor;
import org.junit.jupiter.api.Test;

class Int8WeightsTest {
    private static Tensor tensor(int outputs, float... values) {
        return new Tensor(new long[] {outputs, values.length / outputs}, values);
    }

    /** By hand: channel 0 has scale 1.27 / 127 = 0.01, channel 1 twice that; the biases are in steps of 0.5 · scale. */
    @Test
    void givesEachOutputChannelItsOwnScale() {
        Int8Weights weights =
                Int8Weights.of(tensor(2, 1.27f, -0.014f, 0, /**/ -2.54f, 0.041f, 2.511f), tensor(2, 0.1f, -0.3f), 0.5f);

        assertThat(weights.scales()).containsExactly(0.01f, 0.02f);
        assertThat(weights.values()).containsExactly(new byte[] {127, -1, 0, -127, 2, 126});
        assertThat(weights.bias()).containsExactly(20, -30);
    }

    @Test
    void keepsTheBiasOfADeadChannel() {
        Int8Weights weights = Int8Weights.of(tensor(1, 1e-30f, 0), tensor(1, 3), 0.5f);

        assertThat(weights.values()).containsExactly(new byte[] {0, 0});
        assertThat(weights.bias()[0] * 0.5 * weights.scales()[0]).isEqualTo(3);
    }

    @Test
    void takesAChannelOfZeros() {
        Int8Weights weights = Int8Weights.of(tensor(1, 0, 0), tensor(1, 0), 0.5f);

        assertThat(weights.values()).containsExactly(new byte[] {0, 0});
        assertThat(weights.bias()).containsExactly(0);
        assertThat(weights.scales()[0]).isPositive();
    }
}
