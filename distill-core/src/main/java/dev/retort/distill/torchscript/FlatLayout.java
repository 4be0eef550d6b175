package dev.retort.distill.torchscript;

import dev.retort.distill.network.Network;
import dev.retort.distill.network.StateDictionary;
import dev.retort.distill.network.StateEntry;
import dev.retort.distill.network.StateEntry.Kind;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.nio.FloatBuffer;
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
    private final List<Slot> slots = new ArrayList<>();
    private final List<Slot> parameters = new ArrayList<>();
    private final List<Slot> statistics = new ArrayList<>();

    public FlatLayout(Network network) {
        for (StateEntry entry : StateDictionary.of(network)) {
            List<Slot> buffer = entry.kind() == Kind.PARAMETER ? parameters : statistics;
            Slot slot = new Slot(entry, end(buffer));
            buffer.add(slot);
            slots.add(slot);
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

        public boolean isParameter() {
            return entry.kind() == Kind.PARAMETER;
        }

        /** The value at this index of the tensor as names and files have it: a convolution's weight is [o, i, h, w] there. */
        public float at(int index, FloatBuffer flat) {
            return flat.get(place(index));
        }

        private int place(int index) {
            if (!isConvolution()) {
                return offset + index;
            }
            int inputs = entry.shape().get(1);
            int area = entry.shape().get(2) * entry.shape().get(3);
            int output = index / (area * inputs);
            return offset + (output * area + index % area) * inputs + index / area % inputs;
        }

        private float[] values(FloatBuffer flat) {
            float[] values = new float[entry.size()];
            for (int index = 0; index < values.length; index++) {
                values[index] = at(index, flat);
            }
            return values;
        }

        private void put(float[] values, float[] flat) {
            for (int index = 0; index < values.length; index++) {
                flat[place(index)] = values[index];
            }
        }
    }

    /** All, in the order of the network. */
    public List<Slot> slots() {
        return List.copyOf(slots);
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
    public Weights unpack(FloatBuffer flatParameters, FloatBuffer flatStatistics) {
        Map<String, Tensor> byName = new LinkedHashMap<>();
        for (Slot slot : slots) {
            byName.put(
                    slot.entry().name(),
                    new Tensor(
                            slot.entry().shapeArray(),
                            slot.values(slot.isParameter() ? flatParameters : flatStatistics)));
        }
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
            slot.put(tensor.values(), flat);
        }
        return flat;
    }
}
