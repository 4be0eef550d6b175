package dev.retort.distill.network;

import java.util.List;

/**
 * A layer and where its inputs come from.
 *
 * @param name dotted as in a PyTorch state dict, such as {@code layer1.0.conv1}; unique within the network
 * @param inputs names of earlier nodes, or {@link Network#INPUT}
 */
public record Node(String name, Layer layer, List<String> inputs) {
    public Node {
        inputs = List.copyOf(inputs);
    }
}
