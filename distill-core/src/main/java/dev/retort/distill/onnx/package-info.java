/**
 * The serving form. {@link dev.retort.distill.onnx.BatchNormFolding} rewrites a network into an equal one without batch
 * norm, {@link dev.retort.distill.onnx.OnnxExport} writes it as ONNX with the normalisation inside, and {@link
 * dev.retort.distill.onnx.OnnxModel} runs such a file in ONNX Runtime through DJL. What is scored and what is served is
 * this form.
 */
@NullMarked
package dev.retort.distill.onnx;

import org.jspecify.annotations.NullMarked;
