package dev.retort.distill.train;

import dev.retort.distill.network.Network;
import dev.retort.distill.torchscript.FlatLayout;
import dev.retort.distill.torchscript.StateBuffer;
import dev.retort.distill.weights.Safetensors;
import dev.retort.distill.weights.StateTensors;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training state as safetensors. Under PyTorch's own names lies what is to be scored and served: a reader that knows
 * nothing of training takes them and is right. What the optimizer remembers of a parameter lies under {@code
 * <buffer>.<name>}, a number under its buffer's name. Where averages are kept, they are what is served, and the weights and
 * statistics that training goes on from lie under {@code raw.<name>}.
 */
final class StateFile {
    private static final List<StateBuffer> REMEMBERED =
            List.of(StateBuffer.MOMENTUM, StateBuffer.GRADIENTS_MEAN, StateBuffer.SQUARES_MEAN, StateBuffer.UPDATES);

    private StateFile() {}

    static byte[] encode(Network network, TrainingState state) {
        FlatLayout layout = new FlatLayout(network);
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(state.toWeights(network).tensors());
        for (StateBuffer buffer : REMEMBERED) {
            float[] values = state.buffers().get(buffer.name());
            if (values != null) {
                tensors.putAll(unpacked(layout, buffer, values));
            }
        }
        if (state.buffers().containsKey(StateBuffer.AVERAGE.name())) {
            tensors.putAll(layout.unpackParameters(state.parameters(), StateTensors.RAW)
                    .tensors());
            tensors.putAll(layout.unpackStatistics(state.statistics(), StateTensors.RAW)
                    .tensors());
        }
        return Safetensors.encode(new Weights(tensors), Map.of("network", network.name()));
    }

    static TrainingState decode(Network network, byte[] file) {
        FlatLayout layout = new FlatLayout(network);
        Weights tensors = Safetensors.decode(file).weights();
        StateTensors.requireAll(network, tensors);
        boolean averaged = tensors.tensors().keySet().stream().anyMatch(name -> name.startsWith(StateTensors.RAW));
        Map<String, float[]> buffers = new LinkedHashMap<>();
        for (StateBuffer buffer : REMEMBERED) {
            if (tensors.tensors().keySet().stream().anyMatch(name -> isOf(buffer, name))) {
                buffers.put(buffer.name(), packed(layout, buffer, tensors));
            }
        }
        if (averaged) {
            buffers.put(StateBuffer.AVERAGE.name(), layout.packParameters(tensors));
            buffers.put(StateBuffer.STATISTICS_AVERAGE.name(), layout.packStatistics(tensors));
        }
        String from = averaged ? StateTensors.RAW : "";
        return new TrainingState(layout.packParameters(tensors, from), layout.packStatistics(tensors, from), buffers);
    }

    private static boolean isOf(StateBuffer buffer, String name) {
        return buffer.extent() == StateBuffer.Extent.ONE
                ? name.equals(buffer.name())
                : name.startsWith(buffer.name() + ".");
    }

    private static float[] packed(FlatLayout layout, StateBuffer buffer, Weights tensors) {
        return switch (buffer.extent()) {
            case PARAMETERS -> layout.packParameters(tensors, buffer.name() + ".");
            case STATISTICS -> layout.packStatistics(tensors, buffer.name() + ".");
            case ONE -> tensors.get(buffer.name()).values();
        };
    }

    private static Map<String, Tensor> unpacked(FlatLayout layout, StateBuffer buffer, float[] values) {
        return switch (buffer.extent()) {
            case PARAMETERS ->
                layout.unpackParameters(values, buffer.name() + ".").tensors();
            case STATISTICS ->
                layout.unpackStatistics(values, buffer.name() + ".").tensors();
            case ONE -> Map.of(buffer.name(), new Tensor(new long[] {1}, values));
        };
    }
}
