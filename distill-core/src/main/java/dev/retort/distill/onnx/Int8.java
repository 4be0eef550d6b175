package dev.retort.distill.onnx;

import dev.retort.distill.compression.ActivationScale;
import dev.retort.distill.compression.Int8Weights;
import dev.retort.distill.weights.Tensor;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions and sums of 8-bit numbers, in the form that every runtime knows how to fuse: a QuantizeLinear and a
 * DequantizeLinear on what they read, a DequantizeLinear on what they multiply with and add.
 */
final class Int8 implements Arithmetic {
    private final OnnxGraph graph;
    private final Map<String, ActivationScale> scales;
    private final Set<String> quantized = new HashSet<>();

    /** @param scales of every tensor that a convolution or a sum reads */
    Int8(OnnxGraph graph, Map<String, ActivationScale> scales) {
        this.graph = graph;
        this.scales = Map.copyOf(scales);
    }

    @Override
    public String operand(String tensor) {
        String dequantized = tensor + ".dequantized";
        if (quantized.add(tensor)) {
            ActivationScale scale = scaleOf(tensor);
            String step = graph.constant(tensor + ".scale", new float[] {scale.scale()});
            String zero = graph.unsigned(tensor + ".zero", scale.zeroPoint());
            String small = graph.node("QuantizeLinear", tensor + ".quantized", tensor, step, zero)
                    .add();
            graph.node("DequantizeLinear", dequantized, small, step, zero).add();
        }
        return dequantized;
    }

    @Override
    public Kernel kernel(String layer, String input, Tensor weight, @Nullable Tensor bias) {
        int outputs = Math.toIntExact(weight.shape()[0]);
        float inputScale = scaleOf(input).scale();
        Tensor added = bias == null ? new Tensor(new long[] {outputs}, new float[outputs]) : bias;
        Int8Weights small = Int8Weights.of(weight, added, inputScale);
        return new Kernel(weight(layer + ".weight", weight, small), bias(layer + ".bias", small, inputScale));
    }

    private String weight(String name, Tensor weight, Int8Weights small) {
        float[] scales = small.scales();
        String values = graph.constant(name + ".quantized", small.values(), weight.shape());
        String step = graph.constant(name + ".scale", scales, scales.length);
        String zero = graph.constant(name + ".zero", new byte[scales.length], scales.length);
        return graph.node("DequantizeLinear", name, values, step, zero)
                .withOne("axis", 0)
                .add();
    }

    private String bias(String name, Int8Weights small, float inputScale) {
        float[] steps = small.scales();
        for (int i = 0; i < steps.length; i++) {
            steps[i] *= inputScale;
        }
        String values = graph.constant(name + ".quantized", small.bias(), steps.length);
        String step = graph.constant(name + ".scale", steps, steps.length);
        String zero = graph.constant(name + ".zero", new int[steps.length], steps.length);
        return graph.node("DequantizeLinear", name, values, step, zero)
                .withOne("axis", 0)
                .add();
    }

    private ActivationScale scaleOf(String tensor) {
        ActivationScale scale = scales.get(tensor);
        if (scale == null) {
            throw new IllegalArgumentException("tensor " + tensor + " was not calibrated");
        }
        return scale;
    }
}
