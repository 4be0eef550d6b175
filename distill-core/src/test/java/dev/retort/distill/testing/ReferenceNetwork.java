package dev.retort.distill.testing;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Runs a network in eval mode by the definitions of its layers: double precision, one image, loops. Slow, and
 * independent of every other form.
 */
public final class ReferenceNetwork {
    private final Network network;
    private final Weights weights;
    private final Normalization normalization;

    public ReferenceNetwork(Network network, Weights weights, Normalization normalization) {
        this.network = network;
        this.weights = weights;
        this.normalization = normalization;
    }

    /** Channels × height × width values; a vector has height and width 1. */
    private static final class Values {
        private final int channels;
        private final int height;
        private final int width;
        private final double[] data;

        Values(int channels, int height, int width) {
            this.channels = channels;
            this.height = height;
            this.width = width;
            this.data = new double[channels * height * width];
        }

        int channels() {
            return channels;
        }

        int height() {
            return height;
        }

        int width() {
            return width;
        }

        double[] data() {
            return data;
        }

        double at(int channel, int y, int x, double outside) {
            return y < 0 || x < 0 || y >= height || x >= width ? outside : data[(channel * height + y) * width + x];
        }

        void set(int channel, int y, int x, double value) {
            data[(channel * height + y) * width + x] = value;
        }

        double channelMean(int channel) {
            double sum = 0;
            for (int i = 0; i < height * width; i++) {
                sum += data[channel * height * width + i];
            }
            return sum / (height * width);
        }
    }

    /** Logits of one image, whose pixels are in [0, 1]. */
    public double[] logits(float[] pixels) {
        Map<String, Values> outputs = new HashMap<>();
        Values last = normalized(pixels);
        outputs.put(Network.INPUT, last);
        for (Node node : network.nodes()) {
            Values[] inputs = node.inputs().stream().map(outputs::get).toArray(Values[]::new);
            last = apply(node, inputs);
            outputs.put(node.name(), last);
        }
        return last.data();
    }

    private Values normalized(float[] pixels) {
        ImageShape shape = network.input();
        Values values = new Values(shape.channels(), shape.height(), shape.width());
        int area = shape.height() * shape.width();
        for (int i = 0; i < pixels.length; i++) {
            int channel = i / area;
            values.data()[i] = (pixels[i] - normalization.mean().get(channel))
                    / normalization.standardDeviation().get(channel);
        }
        return values;
    }

    private Values apply(Node node, Values[] inputs) {
        Values in = inputs[0];
        return switch (node.layer()) {
            case Layer.Convolution layer -> convolution(node.name(), layer, in);
            case Layer.BatchNorm _ -> batchNorm(node.name(), in);
            case Layer.Activation(Layer.Activation.Function function) -> map(in, value -> activate(function, value));
            case Layer.Add _ -> sum(in, inputs[1]);
            case Layer.MaxPool layer -> maxPool(layer, in);
            case Layer.GlobalAveragePool _ -> globalAveragePool(in);
            case Layer.Linear layer -> linear(node.name(), layer, in);
            case Layer.Scale(double factor) -> map(in, value -> value * factor);
        };
    }

    private Values convolution(String name, Layer.Convolution layer, Values in) {
        int kernel = layer.kernel();
        float[] weight = weights.get(name + ".weight").values();
        Values out = new Values(
                layer.outputChannels(),
                (in.height() + 2 * layer.padding() - kernel) / layer.stride() + 1,
                (in.width() + 2 * layer.padding() - kernel) / layer.stride() + 1);
        for (int o = 0; o < out.channels(); o++) {
            double bias = layer.bias() ? weights.get(name + ".bias").values()[o] : 0;
            for (int y = 0; y < out.height(); y++) {
                for (int x = 0; x < out.width(); x++) {
                    double sum = bias;
                    int at = o * in.channels() * kernel * kernel;
                    for (int c = 0; c < in.channels(); c++) {
                        for (int ky = 0; ky < kernel; ky++) {
                            for (int kx = 0; kx < kernel; kx++) {
                                int inputY = y * layer.stride() - layer.padding() + ky;
                                int inputX = x * layer.stride() - layer.padding() + kx;
                                sum += weight[at++] * in.at(c, inputY, inputX, 0);
                            }
                        }
                    }
                    out.set(o, y, x, sum);
                }
            }
        }
        return out;
    }

    private Values batchNorm(String name, Values in) {
        float[] scale = weights.get(name + ".weight").values();
        float[] shift = weights.get(name + ".bias").values();
        float[] mean = weights.get(name + ".running_mean").values();
        float[] variance = weights.get(name + ".running_var").values();
        Values out = new Values(in.channels(), in.height(), in.width());
        int area = in.height() * in.width();
        for (int i = 0; i < out.data().length; i++) {
            int c = i / area;
            out.data()[i] = (in.data()[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * scale[c] + shift[c];
        }
        return out;
    }

    private static double activate(Layer.Activation.Function function, double value) {
        return switch (function) {
            case RELU -> Math.max(value, 0);
            case GELU -> value * 0.5 * (1 + errorFunction(value / Math.sqrt(2)));
        };
    }

    /** erf by its Maclaurin series where it converges fast, 1 - tiny beyond; error below 1e-9. */
    private static double errorFunction(double x) {
        if (Math.abs(x) > 4.5) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private static Values maxPool(Layer.MaxPool layer, Values in) {
        Values out = new Values(
                in.channels(),
                (in.height() + 2 * layer.padding() - layer.kernel()) / layer.stride() + 1,
                (in.width() + 2 * layer.padding() - layer.kernel()) / layer.stride() + 1);
        for (int c = 0; c < out.channels(); c++) {
            for (int y = 0; y < out.height(); y++) {
                for (int x = 0; x < out.width(); x++) {
                    double greatest = Double.NEGATIVE_INFINITY;
                    for (int ky = 0; ky < layer.kernel(); ky++) {
                        for (int kx = 0; kx < layer.kernel(); kx++) {
                            int inputY = y * layer.stride() - layer.padding() + ky;
                            int inputX = x * layer.stride() - layer.padding() + kx;
                            greatest = Math.max(greatest, in.at(c, inputY, inputX, Double.NEGATIVE_INFINITY));
                        }
                    }
                    out.set(c, y, x, greatest);
                }
            }
        }
        return out;
    }

    private static Values globalAveragePool(Values in) {
        Values out = new Values(in.channels(), 1, 1);
        for (int c = 0; c < in.channels(); c++) {
            out.data()[c] = in.channelMean(c);
        }
        return out;
    }

    private Values linear(String name, Layer.Linear layer, Values in) {
        float[] weight = weights.get(name + ".weight").values();
        Values out = new Values(layer.outputs(), 1, 1);
        for (int o = 0; o < layer.outputs(); o++) {
            double sum = layer.bias() ? weights.get(name + ".bias").values()[o] : 0;
            for (int i = 0; i < layer.inputs(); i++) {
                sum += weight[o * layer.inputs() + i] * in.data()[i];
            }
            out.data()[o] = sum;
        }
        return out;
    }

    private static Values sum(Values left, Values right) {
        Values out = new Values(left.channels(), left.height(), left.width());
        for (int i = 0; i < out.data().length; i++) {
            out.data()[i] = left.data()[i] + right.data()[i];
        }
        return out;
    }

    private static Values map(Values in, DoubleUnaryOperator function) {
        Values out = new Values(in.channels(), in.height(), in.width());
        Arrays.setAll(out.data(), i -> function.applyAsDouble(in.data()[i]));
        return out;
    }
}
