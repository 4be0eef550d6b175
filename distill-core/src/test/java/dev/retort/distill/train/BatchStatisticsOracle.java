package dev.retort.distill.train;

import static java.util.Objects.requireNonNull;

import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** A network's training pass in plain loops and double precision: slow, and independent of every form that we ship. */
final class BatchStatisticsOracle {
    private BatchStatisticsOracle() {}

    /** An activation [n][channels][height * width], or [n][features][1]. */
    private static final class Value {
        private final double[][][] data;
        private final int height;
        private final int width;

        Value(double[][][] data, int height, int width) {
            this.data = data;
            this.height = height;
            this.width = width;
        }
    }

    static float[] logits(Network network, Normalization normalization, Weights weights, TrainingBatch batch) {
        Map<String, Value> values = new HashMap<>();
        Value last = input(network, normalization, batch);
        values.put(Network.INPUT, last);
        for (Node node : network.nodes()) {
            last = compute(node, values, weights);
            values.put(node.name(), last);
        }
        float[] logits = new float[batch.size() * network.classes()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) last.data[i / network.classes()][i % network.classes()][0];
        }
        return logits;
    }

    private static Value input(Network network, Normalization normalization, TrainingBatch batch) {
        int area = network.input().height() * network.input().width();
        double[][][] data = new double[batch.size()][network.input().channels()][area];
        for (int n = 0; n < data.length; n++) {
            for (int c = 0; c < data[n].length; c++) {
                for (int p = 0; p < area; p++) {
                    double pixel = (batch.pixels()[(n * data[n].length + c) * area + p] & 0xFF) / 255.0;
                    data[n][c][p] = (pixel - normalization.mean().get(c))
                            / normalization.standardDeviation().get(c);
                }
            }
        }
        return new Value(data, network.input().height(), network.input().width());
    }

    private static Value compute(Node node, Map<String, Value> values, Weights weights) {
        Value in = requireNonNull(values.get(node.inputs().getFirst()));
        return switch (node.layer()) {
            case Layer.Convolution c ->
                convolution(in, c, weights.get(node.name() + ".weight").values());
            case Layer.BatchNorm b ->
                batchNorm(
                        in,
                        weights.get(node.name() + ".weight").values(),
                        weights.get(node.name() + ".bias").values());
            case Layer.Activation a -> map(in, in, (x, y) -> Math.max(x, 0));
            case Layer.Add a -> map(in, requireNonNull(values.get(node.inputs().getLast())), Double::sum);
            case Layer.GlobalAveragePool g -> average(in);
            case Layer.Linear l ->
                linear(
                        in,
                        weights.get(node.name() + ".weight").values(),
                        weights.get(node.name() + ".bias").values());
            case Layer.MaxPool m -> throw new IllegalArgumentException("not needed here");
            case Layer.Scale s -> throw new IllegalArgumentException("not needed here");
        };
    }

    private static Value convolution(Value in, Layer.Convolution c, float[] weight) {
        int height = (in.height + 2 * c.padding() - c.kernel()) / c.stride() + 1;
        int width = (in.width + 2 * c.padding() - c.kernel()) / c.stride() + 1;
        double[][][] out = new double[in.data.length][c.outputChannels()][height * width];
        for (int n = 0; n < out.length; n++) {
            for (int o = 0; o < c.outputChannels(); o++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        out[n][o][y * width + x] = window(in, n, o, y, x, c, weight);
                    }
                }
            }
        }
        return new Value(out, height, width);
    }

    private static double window(Value in, int n, int o, int y, int x, Layer.Convolution c, float[] weight) {
        double sum = 0;
        for (int i = 0; i < c.inputChannels(); i++) {
            for (int ky = 0; ky < c.kernel(); ky++) {
                for (int kx = 0; kx < c.kernel(); kx++) {
                    int row = y * c.stride() + ky - c.padding();
                    int column = x * c.stride() + kx - c.padding();
                    if (row >= 0 && row < in.height && column >= 0 && column < in.width) {
                        int at = ((o * c.inputChannels() + i) * c.kernel() + ky) * c.kernel() + kx;
                        sum += weight[at] * in.data[n][i][row * in.width + column];
                    }
                }
            }
        }
        return sum;
    }

    private static Value batchNorm(Value in, float[] scale, float[] shift) {
        int channels = scale.length;
        double[][][] out = new double[in.data.length][channels][in.height * in.width];
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double squares = 0;
            for (double[][] image : in.data) {
                for (double value : image[c]) {
                    sum += value;
                    squares += value * value;
                }
            }
            double count = (double) in.data.length * in.height * in.width;
            double mean = sum / count;
            double factor = scale[c] / Math.sqrt(squares / count - mean * mean + 1e-5);
            for (int n = 0; n < out.length; n++) {
                for (int p = 0; p < out[n][c].length; p++) {
                    out[n][c][p] = (in.data[n][c][p] - mean) * factor + shift[c];
                }
            }
        }
        return new Value(out, in.height, in.width);
    }

    private static Value average(Value in) {
        double[][][] out = new double[in.data.length][in.data[0].length][1];
        for (int n = 0; n < out.length; n++) {
            for (int c = 0; c < out[n].length; c++) {
                for (double value : in.data[n][c]) {
                    out[n][c][0] += value / in.data[n][c].length;
                }
            }
        }
        return new Value(out, 1, 1);
    }

    private static Value linear(Value in, float[] weight, float[] bias) {
        int inputs = in.data[0].length;
        double[][][] out = new double[in.data.length][bias.length][1];
        for (int n = 0; n < out.length; n++) {
            for (int o = 0; o < bias.length; o++) {
                out[n][o][0] = bias[o];
                for (int i = 0; i < inputs; i++) {
                    out[n][o][0] += weight[o * inputs + i] * in.data[n][i][0];
                }
            }
        }
        return new Value(out, 1, 1);
    }

    private static Value map(Value a, Value b, DoubleBinaryOperator function) {
        double[][][] out = new double[a.data.length][a.data[0].length][a.data[0][0].length];
        for (int n = 0; n < out.length; n++) {
            for (int c = 0; c < out[n].length; c++) {
                for (int p = 0; p < out[n][c].length; p++) {
                    out[n][c][p] = function.applyAsDouble(a.data[n][c][p], b.data[n][c][p]);
                }
            }
        }
        return new Value(out, a.height, a.width);
    }
}
