package dev.retort.distill.train;

import dev.retort.distill.network.Network;
import dev.retort.distill.torchscript.FlatLayout;
import dev.retort.distill.weights.Safetensors;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that a step changes: parameters, momentum, batch norm statistics. Immutable; equal when its bits are. */
public final class TrainingState {
    private static final String MOMENTUM = "momentum.";

    private final float[] parameters;
    private final float[] momentum;
    private final float[] statistics;

    TrainingState(float[] parameters, float[] momentum, float[] statistics) {
        this.parameters = parameters;
        this.momentum = momentum;
        this.statistics = statistics;
    }

    /** Before the first step: no momentum. */
    public static TrainingState fresh(Network network, Weights weights) {
        FlatLayout layout = new FlatLayout(network);
        float[] parameters = layout.packParameters(weights);
        return new TrainingState(parameters, new float[parameters.length], layout.packStatistics(weights));
    }

    /** @throws IllegalArgumentException if it is no such file or was made from another network */
    public static TrainingState fromSafetensors(Network network, byte[] file) {
        FlatLayout layout = new FlatLayout(network);
        Weights tensors = Safetensors.decode(file).weights();
        return new TrainingState(
                layout.packParameters(tensors),
                layout.packParameters(tensors, MOMENTUM),
                layout.packStatistics(tensors));
    }

    /** Weights and statistics by PyTorch name, momentum by the same names after {@code momentum.}. */
    public byte[] toSafetensors(Network network) {
        FlatLayout layout = new FlatLayout(network);
        Map<String, Tensor> tensors = new LinkedHashMap<>(toWeights(network).tensors());
        tensors.putAll(layout.unpackParameters(momentum, MOMENTUM).tensors());
        return Safetensors.encode(new Weights(tensors), Map.of("network", network.name()));
    }

    public Weights toWeights(Network network) {
        return new FlatLayout(network).unpack(parameters, statistics, network);
    }

    float[] parameters() {
        return parameters;
    }

    float[] momentum() {
        return momentum;
    }

    float[] statistics() {
        return statistics;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingState state
                && Arrays.equals(parameters, state.parameters)
                && Arrays.equals(momentum, state.momentum)
                && Arrays.equals(statistics, state.statistics);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parameters);
    }
}
