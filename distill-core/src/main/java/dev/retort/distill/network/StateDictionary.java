package dev.retort.distill.network;

import dev.retort.distill.network.StateEntry.Kind;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names and shapes of a network's tensors, in the order of its nodes. {@code num_batches_tracked} is left out: nothing
 * reads it, and PyTorch's strict loading supplies it where a state dict carries no version.
 */
public final class StateDictionary {
    private StateDictionary() {}

    public static List<StateEntry> of(Network network) {
        return network.nodes().stream().flatMap(StateDictionary::entries).toList();
    }

    /** The tensors of one layer. */
    public static List<StateEntry> of(Node node) {
        return entries(node).toList();
    }

    private static Stream<StateEntry> entries(Node node) {
        return switch (node.layer()) {
            case Layer.Convolution c ->
                weightAndBias(
                        node,
                        c.start() == Layer.Convolution.Start.WHITENING ? Kind.CONSTANT : Kind.PARAMETER,
                        List.of(c.outputChannels(), c.inputChannels(), c.kernel(), c.kernel()),
                        c.bias());
            case Layer.Linear l -> weightAndBias(node, Kind.PARAMETER, List.of(l.outputs(), l.inputs()), l.bias());
            case Layer.BatchNorm b ->
                Stream.of(
                        entry(node, "weight", List.of(b.channels()), b.scales() ? Kind.PARAMETER : Kind.CONSTANT),
                        entry(node, "bias", List.of(b.channels()), Kind.PARAMETER),
                        new StateEntry(node.name() + ".running_mean", List.of(b.channels()), Kind.STATISTIC),
                        new StateEntry(node.name() + ".running_var", List.of(b.channels()), Kind.STATISTIC));
            case Layer.Activation a -> Stream.empty();
            case Layer.Add a -> Stream.empty();
            case Layer.MaxPool m -> Stream.empty();
            case Layer.GlobalAveragePool g -> Stream.empty();
            case Layer.Scale s -> Stream.empty();
        };
    }

    private static Stream<StateEntry> weightAndBias(Node node, Kind kind, List<Integer> weightShape, boolean bias) {
        StateEntry weight = entry(node, "weight", weightShape, kind);
        return bias
                ? Stream.of(weight, entry(node, "bias", List.of(weightShape.getFirst()), Kind.PARAMETER))
                : Stream.of(weight);
    }

    private static StateEntry entry(Node node, String suffix, List<Integer> shape, Kind kind) {
        return new StateEntry(node.name() + "." + suffix, shape, kind);
    }
}
