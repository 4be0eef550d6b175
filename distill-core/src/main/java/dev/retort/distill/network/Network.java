package dev.retort.distill.network;

import java.util.List;

/**
 * A classifier as data: nodes in an order in which each comes after its inputs; the last one gives the logits [n,
 * classes]. The input is normalised: (pixel / 255 - mean) / standardDeviation, per channel. A description whose shapes do
 * not fit cannot be made.
 */
public record Network(String name, ImageShape input, int classes, List<Node> nodes) {
    public static final String INPUT = "input";

    /** @throws IllegalArgumentException if shapes do not fit, or a name is used twice or before it is known */
    public Network {
        nodes = List.copyOf(nodes);
        Shapes.check(name, input, classes, nodes);
    }

    public long parameterCount() {
        return StateDictionary.of(this).stream()
                .filter(entry -> entry.kind() == StateEntry.Kind.PARAMETER)
                .mapToLong(StateEntry::size)
                .sum();
    }

    /** Of convolutions and linear layers, for one image. */
    public long multiplyAdds() {
        return Shapes.of(this).multiplyAdds(this);
    }
}
