/**
 * The serving form. {@link dev.retort.distill.onnx.OnnxExport} writes a network, batch norm folded, as ONNX with the
 * normalisation inside, and {@link dev.retort.distill.onnx.OnnxModel} runs such a file in ONNX Runtime through DJL. What
 * is scored and what is served is this form.
 */
@NullMarked
package dev.retort.distill.onnx;

import org.jspecify.annotations.NullMarked;
