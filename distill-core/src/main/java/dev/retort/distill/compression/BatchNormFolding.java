package dev.retort.distill.compression;

import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.WeightedNetwork;
import dev.retort.distill.weights.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds a batch norm in eval mode into the convolution or linear layer that it alone reads: with s = weight /
 * sqrt(running_var + epsilon), W' = s·W by output channel and b' = (b - running_mean)·s + bias. Sums are made in double
 * precision. A batch norm after anything else, or after a layer that others read as well, stays.
 */
public final class BatchNormFolding {
    private final Network network;
    private final Map<String, Tensor> tensors;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Integer> readers = new HashMap<>();
    /** What to read in place of a folded batch norm, or of a name that is still there. */
    private final Map<String, String> renamed = new HashMap<>();

    private final Map<String, Node> folded = new LinkedHashMap<>();

    private BatchNormFolding(Network network, Weights weights) {
        this.network = network;
        this.tensors = new LinkedHashMap<>(weights.tensors());
        for (Node node : network.nodes()) {
            nodes.put(node.name(), node);
            node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
        }
    }

    /** @throws IllegalArgumentException if a tensor is missing or has another size than its layer */
    public static WeightedNetwork fold(Network network, Weights weights) {
        return new BatchNormFolding(network, weights).fold();
    }

    private WeightedNetwork fold() {
        for (Node node : network.nodes()) {
            Node producer = nodes.get(node.inputs().getFirst());
            if (node.layer() instanceof Layer.BatchNorm batchNorm && producer != null && isFoldable(producer)) {
                foldInto(producer, node.name(), batchNorm.channels());
                renamed.put(node.name(), producer.name());
            } else {
                folded.put(node.name(), new Node(node.name(), node.layer(), renamed(node.inputs())));
            }
        }
        List<Node> remaining = new ArrayList<>(folded.values());
        return new WeightedNetwork(
                new Network(network.name(), network.input(), network.classes(), remaining), new Weights(tensors));
    }

    private List<String> renamed(List<String> inputs) {
        return inputs.stream().map(input -> renamed.getOrDefault(input, input)).toList();
    }

    private boolean isFoldable(Node producer) {
        boolean linear = producer.layer() instanceof Layer.Convolution || producer.layer() instanceof Layer.Linear;
        return linear && readers.getOrDefault(producer.name(), 0) == 1;
    }

    private void foldInto(Node producer, String batchNorm, int channels) {
        float[] scale = values(batchNorm + ".weight", channels);
        float[] shift = values(batchNorm + ".bias", channels);
        float[] mean = values(batchNorm + ".running_mean", channels);
        float[] variance = values(batchNorm + ".running_var", channels);
        Tensor weight = tensor(producer.name() + ".weight");
        boolean hasBias = hasBias(producer.layer());
        float[] bias = hasBias ? values(producer.name() + ".bias", channels) : new float[channels];

        float[] foldedWeight = weight.values().clone();
        float[] foldedBias = new float[channels];
        int rowLength = foldedWeight.length / channels; // inputChannels × kernel × kernel
        for (int channel = 0; channel < channels; channel++) {
            double factor = scale[channel] / Math.sqrt(variance[channel] + Layer.BatchNorm.EPSILON);
            for (int i = channel * rowLength; i < (channel + 1) * rowLength; i++) {
                foldedWeight[i] = (float) (foldedWeight[i] * factor);
            }
            foldedBias[channel] = (float) (((double) bias[channel] - mean[channel]) * factor + shift[channel]);
        }

        tensors.put(producer.name() + ".weight", new Tensor(weight.shape(), foldedWeight));
        tensors.put(producer.name() + ".bias", new Tensor(new long[] {channels}, foldedBias));
        tensors.keySet().removeIf(name -> name.startsWith(batchNorm + "."));
        folded.computeIfPresent(producer.name(), (name, node) -> new Node(name, withBias(node.layer()), node.inputs()));
    }

    private static boolean hasBias(Layer layer) {
        return switch (layer) {
            case Layer.Convolution convolution -> convolution.bias();
            case Layer.Linear linear -> linear.bias();
            case Layer.BatchNorm _, Layer.Activation _, Layer.Add _ -> false;
            case Layer.MaxPool _, Layer.GlobalAveragePool _, Layer.Scale _ -> false;
        };
    }

    private static Layer withBias(Layer layer) {
        return switch (layer) {
            case Layer.Convolution c ->
                new Layer.Convolution(
                        c.inputChannels(), c.outputChannels(), c.kernel(), c.stride(), c.padding(), true, c.start());
            case Layer.Linear(int in, int out, boolean _) -> new Layer.Linear(in, out, true);
            case Layer.BatchNorm _, Layer.Activation _, Layer.Add _ -> layer;
            case Layer.MaxPool _, Layer.GlobalAveragePool _, Layer.Scale _ -> layer;
        };
    }

    private Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("network " + network.name() + " needs a tensor " + name);
        }
        return tensor;
    }

    private float[] values(String name, int length) {
        float[] values = tensor(name).values();
        if (values.length != length) {
            throw new IllegalArgumentException(name + " holds " + values.length + " values, not " + length);
        }
        return values;
    }
}
