package dev.retort.distill.weights;

import dev.retort.distill.network.Network;
import dev.retort.distill.network.StateDictionary;
import dev.retort.distill.network.StateEntry;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters and running statistics of a network by PyTorch state-dict name, in the network's order. */
public record Weights(Map<String, Tensor> tensors) {
    public Weights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor named " + name);
        }
        return tensor;
    }

    /**
     * The network's own tensors out of what may hold more, such as a checkpoint.
     *
     * @throws IllegalArgumentException that names the first tensor that is missing or of another shape
     */
    public Weights of(Network network) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        for (StateEntry entry : StateDictionary.of(network)) {
            Tensor tensor = get(entry.name());
            if (!Arrays.equals(tensor.shape(), entry.shapeArray())) {
                throw new IllegalArgumentException("%s is %s, network %s needs shape %s"
                        .formatted(entry.name(), tensor, network.name(), entry.shape()));
            }
            own.put(entry.name(), tensor);
        }
        return new Weights(own);
    }
}
