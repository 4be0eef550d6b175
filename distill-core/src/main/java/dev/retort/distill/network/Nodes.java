package dev.retort.distill.network;

import dev.retort.distill.network.Layer.Activation.Function;
import java.util.ArrayList;
import java.util.List;

/** Writes down nodes one after the other; each call returns the new node's name, to be the next one's input. */
final class Nodes {
    private final List<Node> nodes = new ArrayList<>();

    String add(String name, Layer layer, String... inputs) {
        nodes.add(new Node(name, layer, List.of(inputs)));
        return name;
    }

    String convolution(String name, String input, int from, int to, int kernel, int stride, int padding) {
        return add(name, new Layer.Convolution(from, to, kernel, stride, padding, false), input);
    }

    String batchNorm(String name, String input, int channels) {
        return add(name, new Layer.BatchNorm(channels), input);
    }

    String relu(String name, String input) {
        return add(name, new Layer.Activation(Function.RELU), input);
    }

    String gelu(String name, String input) {
        return add(name, new Layer.Activation(Function.GELU), input);
    }

    List<Node> list() {
        return nodes;
    }
}
