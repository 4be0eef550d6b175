package dev.retort.distill.weights;

import dev.retort.distill.network.Network;
import dev.retort.distill.network.StateDictionary;
import dev.retort.distill.network.StateEntry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** First weights of a network. */
public final class Initialization {
    private Initialization() {}

    /**
     * Convolutions and linear layers from a normal distribution with variance 2 / (inputs × kernel area) (He et al. 2015),
     * biases zero, batch norms the identity. The same seed gives the same bits everywhere.
     */
    public static Weights kaiming(Network network, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (StateEntry entry : StateDictionary.of(network)) {
            tensors.put(entry.name(), new Tensor(entry.shapeArray(), values(entry, random)));
        }
        return new Weights(tensors);
    }

    private static float[] values(StateEntry entry, SplittableRandom random) {
        float[] values = new float[entry.size()];
        if (entry.shape().size() > 1) {
            int fanIn = entry.size() / entry.shape().getFirst();
            double deviation = StrictMath.sqrt(2.0 / fanIn);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * normal(random));
            }
        } else if (entry.name().endsWith("running_var") || isScale(entry)) {
            Arrays.fill(values, 1);
        }
        return values;
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
