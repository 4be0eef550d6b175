package dev.retort.distill.train;

import dev.retort.distill.network.Network;
import dev.retort.distill.torchscript.FlatLayout;
import dev.retort.distill.torchscript.FlatLayout.Slot;
import dev.retort.distill.torchscript.StateBuffer;
import dev.retort.distill.weights.Safetensors;
import dev.retort.distill.weights.Safetensors.Source;
import dev.retort.distill.weights.StateTensors;
import dev.retort.distill.weights.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.util.ArrayList;
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

    static void write(Network network, FlatState state, OutputStream target) throws IOException {
        Safetensors.write(target, tensors(network, state), metadata(network));
    }

    static byte[] encode(Network network, FlatState state) {
        return Safetensors.encode(tensors(network, state), metadata(network));
    }

    private static Map<String, String> metadata(Network network) {
        return Map.of("network", network.name());
    }

    private static List<Source> tensors(Network network, FlatState state) {
        FlatLayout layout = new FlatLayout(network);
        List<Source> tensors = new ArrayList<>();
        layout.slots().forEach(slot -> {
            FloatBuffer flat = slot.isParameter() ? state.servedParameters() : state.servedStatistics();
            tensors.add(source("", slot, flat));
        });
        for (StateBuffer buffer : REMEMBERED) {
            FloatBuffer values = state.buffers().get(buffer.name());
            if (values != null) {
                tensors.addAll(remembered(layout, buffer, values));
            }
        }
        if (state.isAveraged()) {
            tensors.addAll(sources(StateTensors.RAW, layout.parameters(), state.parameters()));
            tensors.addAll(sources(StateTensors.RAW, layout.statistics(), state.statistics()));
        }
        return tensors;
    }

    private static List<Source> remembered(FlatLayout layout, StateBuffer buffer, FloatBuffer values) {
        String prefix = buffer.name() + ".";
        return switch (buffer.extent()) {
            case PARAMETERS -> sources(prefix, layout.parameters(), values);
            case STATISTICS -> sources(prefix, layout.statistics(), values);
            case ONE -> List.of(new Source(buffer.name(), List.of(1), values::get));
        };
    }

    private static List<Source> sources(String prefix, List<Slot> slots, FloatBuffer flat) {
        return slots.stream().map(slot -> source(prefix, slot, flat)).toList();
    }

    private static Source source(String prefix, Slot slot, FloatBuffer flat) {
        return new Source(prefix + slot.entry().name(), slot.entry().shape(), index -> slot.at(index, flat));
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
}
