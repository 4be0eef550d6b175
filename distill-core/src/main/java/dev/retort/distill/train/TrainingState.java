package dev.retort.distill.train;

import dev.retort.distill.network.Network;
import dev.retort.distill.torchscript.FlatLayout;
import dev.retort.distill.torchscript.StateBuffer;
import dev.retort.distill.weights.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All that a step changes: parameters, batch norm statistics, and what optimizer and averaging remember. Immutable; equal
 * when its bits are.
 */
public final class TrainingState {
    private final float[] parameters;
    private final float[] statistics;
    /** By name; empty before the first step. */
    private final Map<String, float[]> buffers;

    TrainingState(float[] parameters, float[] statistics, Map<String, float[]> buffers) {
        this.parameters = parameters;
        this.statistics = statistics;
        this.buffers = new LinkedHashMap<>(buffers);
    }

    /** Before the first step: nothing is remembered, whatever the optimizer. */
    public static TrainingState fresh(Network network, Weights weights) {
        FlatLayout layout = new FlatLayout(network);
        return new TrainingState(layout.packParameters(weights), layout.packStatistics(weights), Map.of());
    }

    /** @throws IllegalArgumentException if it is no such file or was made from another network */
    public static TrainingState fromSafetensors(Network network, byte[] file) {
        return StateFile.decode(network, file);
    }

    /** See {@link StateFile}. */
    public byte[] toSafetensors(Network network) {
        return StateFile.encode(network, flat());
    }

    /** This state itself, not a copy, for those who write what a network holds; closing it frees nothing. */
    public StateSnapshot snapshot(Network network) {
        return new StateSnapshot(network, flat(), () -> {});
    }

    /** What is scored, exported and served: the averages where they are kept, else what a step goes on from. */
    public Weights toWeights(Network network) {
        FlatState flat = flat();
        return new FlatLayout(network).unpack(flat.servedParameters(), flat.servedStatistics());
    }

    private FlatState flat() {
        Map<String, FloatBuffer> wrapped = new LinkedHashMap<>();
        buffers.forEach((name, values) -> wrapped.put(name, FloatBuffer.wrap(values)));
        return new FlatState(FloatBuffer.wrap(parameters), FloatBuffer.wrap(statistics), wrapped);
    }

    /**
     * This state with exactly these buffers, in this order: before the first step they are made, averages as copies and
     * the rest as zeros.
     *
     * @throws IllegalArgumentException if it remembers something else, as one of another optimizer does
     */
    TrainingState with(List<StateBuffer> wanted, FlatLayout layout) {
        List<String> names = wanted.stream().map(StateBuffer::name).toList();
        if (!buffers.isEmpty() && !buffers.keySet().equals(Set.copyOf(names))) {
            throw new IllegalArgumentException(
                    "the state holds %s, these settings need %s: it was made with another optimizer or averaging"
                            .formatted(buffers.keySet(), names));
        }
        Map<String, float[]> complete = new LinkedHashMap<>();
        for (StateBuffer buffer : wanted) {
            float[] values = buffers.get(buffer.name());
            complete.put(buffer.name(), values == null ? initial(buffer, layout) : values);
        }
        return new TrainingState(parameters, statistics, complete);
    }

    private float[] initial(StateBuffer buffer, FlatLayout layout) {
        if (buffer.equals(StateBuffer.AVERAGE)) {
            return parameters;
        }
        return buffer.equals(StateBuffer.STATISTICS_AVERAGE) ? statistics : new float[layout.size(buffer.extent())];
    }

    float[] parameters() {
        return parameters;
    }

    float[] statistics() {
        return statistics;
    }

    /** The arrays themselves, by name. */
    Map<String, float[]> buffers() {
        return buffers;
    }

    float[] buffer(StateBuffer buffer) {
        return Objects.requireNonNull(buffers.get(buffer.name()), buffer.name());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingState state
                && Arrays.equals(parameters, state.parameters)
                && Arrays.equals(statistics, state.statistics)
                && buffers.keySet().equals(state.buffers.keySet())
                && buffers.entrySet().stream()
                        .allMatch(buffer -> Arrays.equals(buffer.getValue(), state.buffers.get(buffer.getKey())));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parameters);
    }
}
