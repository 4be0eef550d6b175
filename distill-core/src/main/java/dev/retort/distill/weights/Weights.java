package dev.retort.distill.weights;

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
}
