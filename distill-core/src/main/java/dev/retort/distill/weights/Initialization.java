package dev.retort.distill.weights;

import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Layer.Convolution.Start;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.network.StateDictionary;
import dev.retort.distill.network.StateEntry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** First weights of a network. */
public final class Initialization {
    private Initialization() {}

    /** As {@link #kaiming}; a convolution that whitens is set by {@link Whitening} of the training images. */
    public static Weights of(Network network, long seed, Dataset dataset) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(kaiming(network, seed).tensors());
        for (Node node : network.nodes()) {
            if (node.layer() instanceof Layer.Convolution c && c.start() == Start.WHITENING) {
                tensors.put(node.name() + ".weight", Whitening.weight(c, dataset.train(), dataset.normalization()));
            }
        }
        return new Weights(tensors);
    }

    /**
     * Convolutions and linear layers from a normal distribution with variance 2 / (inputs × kernel area) (He et al. 2015),
     * biases zero, batch norms the identity. Of a convolution that begins as the identity the first filters do, and the
     * others have the variance 1 / (3 · inputs × kernel area), as in PyTorch. The same seed gives the same bits everywhere.
     */
    public static Weights kaiming(Network network, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Node node : network.nodes()) {
            boolean identity = node.layer() instanceof Layer.Convolution c && c.start() == Start.IDENTITY;
            for (StateEntry entry : StateDictionary.of(node)) {
                float[] values = values(entry, identity ? 1.0 / 3 : 2, random);
                if (identity && entry.shape().size() == 4) {
                    passOn(entry, values);
                }
                tensors.put(entry.name(), new Tensor(entry.shapeArray(), values));
            }
        }
        return new Weights(tensors);
    }

    private static float[] values(StateEntry entry, double gain, SplittableRandom random) {
        float[] values = new float[entry.size()];
        if (entry.shape().size() > 1) {
            int fanIn = entry.size() / entry.shape().getFirst();
            double deviation = StrictMath.sqrt(gain / fanIn);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * normal(random));
            }
        } else if (entry.name().endsWith("running_var") || isScale(entry)) {
            Arrays.fill(values, 1);
        }
        return values;
    }

    /** Filter i takes the middle of channel i, as long as there are channels. */
    private static void passOn(StateEntry entry, float[] values) {
        int inputs = entry.shape().get(1);
        int area = entry.shape().get(2) * entry.shape().get(3);
        for (int filter = 0; filter < Math.min(inputs, entry.shape().getFirst()); filter++) {
            int first = filter * inputs * area;
            Arrays.fill(values, first, first + inputs * area, 0);
            values[first + filter * area + area / 2] = 1;
        }
    }

    /** One-dimensional weights are those of batch norms. */
    private static boolean isScale(StateEntry entry) {
        return entry.name().endsWith(".weight");
    }

    /** Box and Muller's transform with strict mathematics: the same bits on every platform. */
    private static double normal(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
