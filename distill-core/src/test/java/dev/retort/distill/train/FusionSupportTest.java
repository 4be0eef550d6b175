package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.engine.EngineException;
import dev.retort.contracts.experiment.Precision;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FusionSupportTest {
    private static final float[] PLAIN = {1, -10};

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void findsOneDnnInLibtorchForLinux() {
        assumeThat(TorchThread.device().isGpu()).isFalse();

        assertThat(FusionSupport.of(Precision.FP32)).isTrue();
        assumeThat(PrecisionSupport.processorHasBf16()).isTrue();
        assertThat(FusionSupport.of(Precision.BF16)).isTrue();
    }

    @Test
    void wantsWhatThePlainFormAnswers() {
        assertThat(FusionSupport.answers(() -> new float[] {1.1f, -10.1f}, PLAIN))
                .isTrue();
        assertThat(FusionSupport.answers(() -> new float[] {1, -9}, PLAIN)).isFalse();
        assertThat(FusionSupport.answers(() -> new float[] {1, Float.NaN}, PLAIN))
                .isFalse();
    }

    @Test
    void doesWithoutWhatLibtorchLacksOrRefuses() {
        assertThat(FusionSupport.answers(() -> script("torch.relu(x)"), PLAIN)).isTrue();
        assertThat(FusionSupport.answers(() -> script("ops.nowhere._convolution_pointwise(x)"), PLAIN))
                .isFalse();
        assertThat(FusionSupport.answers(
                        () -> {
                            throw new EngineException("mkldnn_convolution_pointwise_: bf16 wants avx512");
                        },
                        PLAIN))
                .isFalse();
    }

    private static float[] script(String expression) {
        String source = """
                class Net(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  _is_full_backward_hook : Optional[bool]
                  def forward(self: __torch__.Net, x: Tensor) -> Tensor:
                    return %s
                """.formatted(expression);
        try (ScriptedModule _ = ScriptedModule.load(source, Map.of(), 1)) {
            return PLAIN;
        }
    }
}
