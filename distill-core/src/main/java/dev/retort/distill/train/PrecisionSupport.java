package dev.retort.distill.train;

import dev.retort.contracts.experiment.Precision;
import java.util.List;

/** Which precision a training gets. */
public final class PrecisionSupport {
    private PrecisionSupport() {}

    /** AUTO becomes BF16 on a GPU, and where the processor multiplies bf16 itself, FP32 else; the other two stay. */
    public static Precision resolve(Precision wanted) {
        return switch (wanted) {
            case AUTO -> TorchThread.device().isGpu() || processorHasBf16() ? Precision.BF16 : Precision.FP32;
            case BF16, FP32 -> wanted;
        };
    }

    /** Whether the processor multiplies bf16 itself; without a look at libtorch, which need not be there. */
    public static boolean processorHasBf16() {
        List<String> flags = CpuInfo.read().flags();
        return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    }
}
