package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.Test;

class TorchThreadTest {
    @Test
    void computesWithItsOwnCountWhateverAnotherAskedForSince() {
        try (TorchThread one = new TorchThread(1);
                TorchThread two = new TorchThread(2)) {
            assertThat(one.call(JniUtils::getNumThreads)).isEqualTo(1);
            assertThat(two.call(JniUtils::getNumThreads)).isEqualTo(2);
        }
    }
}
