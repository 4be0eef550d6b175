package dev.retort.distill.weights;

import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.network.StateDictionary;
import dev.retort.distill.network.StateEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that begins with another's layers where names and shapes agree. A layer is taken whole: weight, bias,
 * statistics. A batch norm is taken only with the layer that feeds it, as its statistics are of that layer's output.
 *
 * @param weights of the whole network
 * @param taken names of the layers that are the other network's
 * @param kept names of the layers that are as they were
 */
public record LayerTransfer(Weights weights, List<String> taken, List<String> kept) {
    public LayerTransfer {
        taken = List.copyOf(taken);
        kept = List.copyOf(kept);
    }

    /** @param own the network's weights, for the layers that the source does not have */
    public static LayerTransfer of(Network network, Weights own, Weights source) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(own.tensors());
        List<String> taken = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (Node node : network.nodes()) {
            List<StateEntry> entries = StateDictionary.of(node);
            if (entries.isEmpty()) {
                continue;
            }
            if (entries.stream().allMatch(entry -> fits(entry, source)) && isFedByWhatIsTaken(node, taken)) {
                entries.forEach(entry -> tensors.put(entry.name(), source.get(entry.name())));
                taken.add(node.name());
            } else {
                kept.add(node.name());
            }
        }
        return new LayerTransfer(new Weights(tensors), taken, kept);
    }

    private static boolean fits(StateEntry entry, Weights source) {
        Tensor tensor = source.tensors().get(entry.name());
        return tensor != null && Arrays.equals(tensor.shape(), entry.shapeArray());
    }

    private static boolean isFedByWhatIsTaken(Node node, List<String> taken) {
        return !(node.layer() instanceof Layer.BatchNorm)
                || taken.contains(node.inputs().getFirst());
    }
}
