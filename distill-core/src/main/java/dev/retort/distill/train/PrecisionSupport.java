package dev.retort.distill.train;

import dev.retort.contracts.experiment.Precision;
import java.util.List;

/** What the processor has. */
public final class PrecisionSupport {
    private PrecisionSupport() {}

    /** AUTO becomes BF16 where the processor multiplies bf16 itself, FP32 else; the other two stay. */
    public static Precision resolve(Precision wanted) {
        return switch (wanted) {
            case AUTO -> hasBf16() ? Precision.BF16 : Precision.FP32;
            case BF16, FP32 -> wanted;
        };
    }

    private static boolean hasBf16() {
        List<String> flags = CpuInfo.read().flags();
        return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    }
}
