package dev.retort.distill.testing;

import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Weights as after some training: running statistics are far from 0 and 1, scales of batch norm of both signs. */
public final class RandomWeights {
    private final Random random;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private RandomWeights(long seed) {
        random = new Random(seed);
    }

    public static Weights of(Network network, long seed) {
        RandomWeights weights = new RandomWeights(seed);
        network.nodes().forEach(weights::add);
        return new Weights(weights.tensors);
    }

    private void add(Node node) {
        String name = node.name();
        switch (node.layer()) {
            case Layer.Convolution layer -> {
                int fanIn = layer.inputChannels() * layer.kernel() * layer.kernel();
                gaussian(
                        name + ".weight",
                        0,
                        Math.sqrt(2.0 / fanIn),
                        layer.outputChannels(),
                        layer.inputChannels(),
                        layer.kernel(),
                        layer.kernel());
                bias(name, layer.bias(), layer.outputChannels());
            }
            case Layer.BatchNorm layer -> {
                uniform(name + ".weight", -0.5, 1.5, layer.channels());
                gaussian(name + ".bias", 0, 0.3, layer.channels());
                gaussian(name + ".running_mean", 0, 0.5, layer.channels());
                uniform(name + ".running_var", 0.3, 3, layer.channels());
            }
            case Layer.Linear layer -> {
                gaussian(name + ".weight", 0, Math.sqrt(1.0 / layer.inputs()), layer.outputs(), layer.inputs());
                bias(name, layer.bias(), layer.outputs());
            }
            case Layer.Activation _, Layer.Add _, Layer.MaxPool _ -> {}
            case Layer.GlobalAveragePool _, Layer.Scale _ -> {}
        }
    }

    private void bias(String name, boolean present, int size) {
        if (present) {
            gaussian(name + ".bias", 0, 0.3, size);
        }
    }

    private void gaussian(String name, double mean, double deviation, long... shape) {
        float[] values = values(shape);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        tensors.put(name, new Tensor(shape, values));
    }

    private void uniform(String name, double least, double greatest, long... shape) {
        float[] values = values(shape);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(least, greatest);
        }
        tensors.put(name, new Tensor(shape, values));
    }

    private static float[] values(long... shape) {
        int size = 1;
        for (long dimension : shape) {
            size *= (int) dimension;
        }
        return new float[size];
    }
}
