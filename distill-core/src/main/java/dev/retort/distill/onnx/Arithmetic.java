package dev.retort.distill.onnx;

import dev.retort.distill.weights.Tensor;
import org.jspecify.annotations.Nullable;

/** In which numbers the convolutions and sums of a graph compute. All else computes in fp32. */
interface Arithmetic {
    /** What a convolution or a sum reads in place of a tensor. */
    String operand(String tensor);

    /**
     * Declares a convolution's constants.
     *
     * @param input the tensor that it reads
     * @param weight [outputs, inputs, kernel, kernel]
     * @param bias [outputs]
     */
    Kernel kernel(String layer, String input, Tensor weight, @Nullable Tensor bias);

    /** Names of what a convolution multiplies with and adds. */
    record Kernel(String weight, @Nullable String bias) {}

    /** Everything as it is. */
    record Fp32(OnnxGraph graph) implements Arithmetic {
        @Override
        public String operand(String tensor) {
            return tensor;
        }

        @Override
        public Kernel kernel(String layer, String input, Tensor weight, @Nullable Tensor bias) {
            return new Kernel(
                    graph.constant(layer + ".weight", weight.values(), weight.shape()),
                    bias == null ? null : graph.constant(layer + ".bias", bias.values(), bias.shape()));
        }
    }
}
