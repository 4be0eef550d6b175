package dev.retort.distill.torchscript;

import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Layer.Activation.Function;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.torchscript.FusedConvolution.Activated;
import dev.retort.distill.torchscript.FusedConvolution.Summed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which nodes a convolution computes along with itself: the activation that alone reads it, or the sum that alone reads it
 * and the ReLU that alone reads the sum. They are computed where the activation stands, and a sum is written over its other
 * input. Hence two more rules: nobody else reads that input there or later, and what is computed later than it stands reads
 * nothing that is written over.
 */
final class Fusion {
    /** Each node by itself. */
    static final Fusion NONE = new Fusion(List.of());

    private final List<Node> nodes;
    private final Set<String> overwritten = new HashSet<>();
    private final Set<String> absorbed = new HashSet<>();
    private final Map<String, FusedConvolution> fused = new HashMap<>();

    private Fusion(List<Node> nodes) {
        this.nodes = nodes;
        for (Node node : nodes) {
            if (node.layer() instanceof Layer.Activation(Function function)) {
                endingWith(node, function).ifPresent(found -> fuse(found, node.name()));
            }
        }
    }

    static Fusion of(Network network) {
        return new Fusion(network.nodes());
    }

    /** Whether a later node's call computes it. */
    boolean absorbs(Node node) {
        return absorbed.contains(node.name());
    }

    /** What is computed where the node stands, if that is more than the node. */
    Optional<FusedConvolution> at(Node node) {
        return Optional.ofNullable(fused.get(node.name()));
    }

    private void fuse(FusedConvolution found, String last) {
        fused.put(last, found);
        switch (found) {
            case Activated(Node convolution, Function _) -> absorbed.add(convolution.name());
            case Summed(Node convolution, Node sum, String other) -> {
                absorbed.add(convolution.name());
                absorbed.add(sum.name());
                overwritten.add(other);
            }
        }
    }

    private Optional<FusedConvolution> endingWith(Node activation, Function function) {
        String input = activation.inputs().getFirst();
        Optional<FusedConvolution> activated = convolution(input).map(node -> new Activated(node, function));
        return function == Function.RELU
                ? activated.or(() -> readOnce(input).flatMap(sum -> summed(sum, activation)))
                : activated;
    }

    private Optional<FusedConvolution> summed(Node sum, Node relu) {
        if (!(sum.layer() instanceof Layer.Add)) {
            return Optional.empty();
        }
        String left = sum.inputs().getFirst();
        String right = sum.inputs().getLast();
        return summed(sum, left, right, relu).or(() -> summed(sum, right, left, relu));
    }

    private Optional<FusedConvolution> summed(Node sum, String side, String other, Node relu) {
        return convolution(side)
                .filter(node -> isFree(other, node, sum, relu))
                .map(node -> new Summed(node, sum, other));
    }

    /** Whether it may be written over where the ReLU stands: all that read it beside the sum have done so. */
    private boolean isFree(String name, Node convolution, Node sum, Node relu) {
        return !overwritten.contains(name)
                && readers(name).stream()
                        .filter(reader -> !reader.equals(sum))
                        .allMatch(reader -> !reader.equals(convolution) && nodes.indexOf(reader) < nodes.indexOf(relu));
    }

    /** The convolution of this name, if one node reads it, and if it may be computed later than where it stands. */
    private Optional<Node> convolution(String name) {
        return readOnce(name)
                .filter(node -> node.layer() instanceof Layer.Convolution
                        && !overwritten.contains(node.inputs().getFirst()));
    }

    private Optional<Node> readOnce(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name) && readers(name).size() == 1)
                .findFirst();
    }

    /** Twice what reads it twice. */
    private List<Node> readers(String name) {
        return nodes.stream()
                .flatMap(node -> node.inputs().stream().filter(name::equals).map(_ -> node))
                .toList();
    }
}
