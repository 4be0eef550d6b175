package dev.retort.distill.torchscript;

import dev.retort.distill.network.Network;
import dev.retort.distill.network.StateDictionary;
import dev.retort.distill.network.StateEntry;
import dev.retort.distill.network.StateEntry.Kind;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each tensor lies: all parameters one after the other in one buffer, all that no optimizer moves (statistics of
 * batch norms, constants) in another. A convolution's weight lies as [output, height, width, input], which is what
 * channels_last wants, whatever order its names and files have.
 */
public final class FlatLayout {
    private final List<Slot> parameters = new ArrayList<>();
    private final List<Slot> statistics = new ArrayList<>();

    public FlatLayout(Network network) {
        for (StateEntry entry : StateDictionary.of(network)) {
            List<Slot> slots = entry.kind() == Kind.PARAMETER ? parameters : statistics;
            slots.add(new Slot(entry, end(slots)));
        }
    }

    private static int end(List<Slot> slots) {
        return slots.isEmpty()
                ? 0
                : slots.getLast().offset() + slots.getLast().entry().size();
    }

    /** @param offset of the first value, in floats */
    public record Slot(StateEntry entry, int offset) {
        boolean isConvolution() {
            return entry.shape().size() == 4;
        }
    }

    public List<Slot> parameters() {
        return List.copyOf(parameters);
    }

    public List<Slot> statistics() {
        return List.copyOf(statistics);
    }

    public float[] packParameters(Weights weights) {
        return pack(parameters, weights, "");
    }

    public float[] packStatistics(Weights weights) {
        return pack(statistics, weights, "");
    }

    /** Parameters by another name, such as the momentum of each. */
    public float[] packParameters(Weights weights, String prefix) {
        return pack(parameters, weights, prefix);
    }

    /** Statistics by another name. */
    public float[] packStatistics(Weights weights, String prefix) {
        return pack(statistics, weights, prefix);
    }

    /** How many values a buffer of this extent has. */
    public int size(StateBuffer.Extent extent) {
        return switch (extent) {
            case PARAMETERS -> end(parameters);
            case STATISTICS -> end(statistics);
            case ONE -> 1;
        };
    }

    /** Parameters and statistics by PyTorch name, in the order of the network. */
    public Weights unpack(float[] flatParameters, float[] flatStatistics, Network network) {
        Map<String, Tensor> byName = new LinkedHashMap<>();
        StateDictionary.of(network)
                .forEach(entry -> byName.put(entry.name(), new Tensor(new long[] {0}, new float[0])));
        unpack(parameters, flatParameters, "", byName);
        unpack(statistics, flatStatistics, "", byName);
        return new Weights(byName);
    }

    /** As by {@link #packParameters(Weights, String)}. */
    public Weights unpackParameters(float[] flatParameters, String prefix) {
        Map<String, Tensor> byName = new LinkedHashMap<>();
        unpack(parameters, flatParameters, prefix, byName);
        return new Weights(byName);
    }

    /** As by {@link #packStatistics(Weights, String)}. */
    public Weights unpackStatistics(float[] flatStatistics, String prefix) {
        Map<String, Tensor> byName = new LinkedHashMap<>();
        unpack(statistics, flatStatistics, prefix, byName);
        return new Weights(byName);
    }

    private static float[] pack(List<Slot> slots, Weights weights, String prefix) {
        float[] flat =
                new float[slots.stream().mapToInt(slot -> slot.entry().size()).sum()];
        for (Slot slot : slots) {
            Tensor tensor = weights.get(prefix + slot.entry().name());
            if (!Arrays.equals(tensor.shape(), slot.entry().shapeArray())) {
                throw new IllegalArgumentException("%s has shape %s, the network wants %s"
                        .formatted(
                                prefix + slot.entry().name(),
                                tensor,
                                slot.entry().shape()));
            }
            copy(slot, tensor.values(), flat, true);
        }
        return flat;
    }

    private static void unpack(List<Slot> slots, float[] flat, String prefix, Map<String, Tensor> target) {
        for (Slot slot : slots) {
            float[] values = new float[slot.entry().size()];
            copy(slot, values, flat, false);
            target.put(prefix + slot.entry().name(), new Tensor(slot.entry().shapeArray(), values));
        }
    }

    /** Between [o, i, h, w] in {@code values} and [o, h, w, i] in {@code flat}; other shapes lie the same in both. */
    private static void copy(Slot slot, float[] values, float[] flat, boolean intoFlat) {
        int inputs = slot.isConvolution() ? slot.entry().shape().get(1) : 1;
        int area = slot.isConvolution()
                ? slot.entry().shape().get(2) * slot.entry().shape().get(3)
                : 1;
        for (int at = 0; at < values.length; at++) {
            int pixel = at % area;
            int input = at / area % inputs;
            int output = at / (area * inputs);
            int place = slot.offset() + (output * area + pixel) * inputs + input;
            if (intoFlat) {
                flat[place] = values[at];
            } else {
                values[at] = flat[place];
            }
        }
    }
}
