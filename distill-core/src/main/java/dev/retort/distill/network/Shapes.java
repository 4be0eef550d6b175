package dev.retort.distill.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shapes of every node's output for one image, and with them whether the description holds together. */
public final class Shapes {
    private final Map<String, List<Integer>> outputs = new LinkedHashMap<>();

    private Shapes() {}

    public static Shapes of(Network network) {
        return infer(network.input(), network.nodes());
    }

    /** @throws IllegalArgumentException that names the first node whose inputs do not fit */
    static void check(String name, ImageShape input, int classes, List<Node> nodes) {
        List<Integer> last = infer(input, nodes).output(nodes.getLast().name());
        if (!last.equals(List.of(classes))) {
            throw new IllegalArgumentException("%s ends in %s, not in %d classes".formatted(name, last, classes));
        }
    }

    private static Shapes infer(ImageShape input, List<Node> nodes) {
        Shapes shapes = new Shapes();
        shapes.outputs.put(Network.INPUT, List.of(input.channels(), input.height(), input.width()));
        for (Node node : nodes) {
            List<List<Integer>> inputs = node.inputs().stream()
                    .map(name -> shapes.outputOf(node, name))
                    .toList();
            if (shapes.outputs.put(node.name(), output(node, inputs)) != null) {
                throw new IllegalArgumentException("two nodes are named " + node.name());
            }
        }
        return shapes;
    }

    /** [channels, height, width], or [features] after the global pooling. */
    public List<Integer> output(String node) {
        List<Integer> shape = outputs.get(node);
        if (shape == null) {
            throw new IllegalArgumentException("no node named " + node);
        }
        return shape;
    }

    /** Multiply-adds of convolutions and linear layers for one image; the rest is negligible beside them. */
    public long multiplyAdds(Network network) {
        long sum = 0;
        for (Node node : network.nodes()) {
            sum += switch (node.layer()) {
                case Layer.Convolution c -> {
                    List<Integer> output = output(node.name());
                    yield (long) output.get(0)
                            * output.get(1)
                            * output.get(2)
                            * c.inputChannels()
                            * c.kernel()
                            * c.kernel();
                }
                case Layer.Linear l -> (long) l.inputs() * l.outputs();
                case Layer.BatchNorm b -> 0;
                case Layer.Activation a -> 0;
                case Layer.Add a -> 0;
                case Layer.MaxPool m -> 0;
                case Layer.GlobalAveragePool g -> 0;
                case Layer.Scale s -> 0;
            };
        }
        return sum;
    }

    private List<Integer> outputOf(Node node, String input) {
        List<Integer> shape = outputs.get(input);
        if (shape == null) {
            throw new IllegalArgumentException(node.name() + " reads " + input + ", which no earlier node is");
        }
        return shape;
    }

    private static List<Integer> output(Node node, List<List<Integer>> inputs) {
        List<Integer> in = inputs.getFirst();
        return switch (node.layer()) {
            case Layer.Convolution c -> {
                requireChannels(node, in, 3, c.inputChannels());
                yield window(node, in, c.outputChannels(), c.kernel(), c.stride(), c.padding());
            }
            case Layer.MaxPool m -> window(node, in, in.getFirst(), m.kernel(), m.stride(), m.padding());
            case Layer.BatchNorm b -> {
                requireChannels(node, in, in.size(), b.channels());
                yield in;
            }
            case Layer.Linear l -> {
                requireChannels(node, in, 1, l.inputs());
                yield List.of(l.outputs());
            }
            case Layer.Add a -> {
                if (inputs.size() != 2 || !in.equals(inputs.getLast())) {
                    throw new IllegalArgumentException(node.name() + " cannot add " + inputs);
                }
                yield in;
            }
            case Layer.GlobalAveragePool g -> {
                requireChannels(node, in, 3, in.getFirst());
                yield List.of(in.getFirst());
            }
            case Layer.Activation a -> in;
            case Layer.Scale s -> in;
        };
    }

    private static void requireChannels(Node node, List<Integer> shape, int rank, int channels) {
        if (shape.size() != rank || shape.getFirst() != channels) {
            throw new IllegalArgumentException(
                    "%s takes %d channels, its input has shape %s".formatted(node.name(), channels, shape));
        }
    }

    private static List<Integer> window(
            Node node, List<Integer> in, int channels, int kernel, int stride, int padding) {
        int height = Math.floorDiv(in.get(1) + 2 * padding - kernel, stride) + 1;
        int width = Math.floorDiv(in.get(2) + 2 * padding - kernel, stride) + 1;
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(node.name() + ": an image of " + in + " is too small");
        }
        return List.of(channels, height, width);
    }
}
