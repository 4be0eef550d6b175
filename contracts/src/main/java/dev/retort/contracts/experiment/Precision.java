package dev.retort.contracts.experiment;

/** Arithmetic inside the networks; master weights are always fp32. AUTO is bf16 where the processor has it, fp32 else. */
public enum Precision {
    AUTO,
    BF16,
    FP32
}
