package dev.retort.distill.network;

import java.util.List;

/**
 * A classifier as data: nodes in an order in which each comes after its inputs; the last one gives the logits [n,
 * classes]. The input is normalised: (pixel / 255 - mean) / standardDeviation, per channel.
 */
public record Network(String name, ImageShape input, int classes, List<Node> nodes) {
    public static final String INPUT = "input";

    public Network {
        nodes = List.copyOf(nodes);
    }
}
