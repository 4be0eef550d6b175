package dev.retort.contracts.experiment;

/** Arithmetic of an exported form. */
public enum ExportPrecision {
    FP32,
    /** Weights int8, activations uint8, in ONNX's QuantizeLinear and DequantizeLinear. */
    INT8
}
