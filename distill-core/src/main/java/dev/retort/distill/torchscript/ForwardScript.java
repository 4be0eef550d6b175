package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.torchscript.FlatLayout.Slot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Methods that compute logits: {@code weights} gives views of the flat buffer, {@code normalised} turns pixels into the
 * network's input, {@code net} is the network itself; {@code views} and {@code network} are the same on other buffers. Convolutions and batch norms run in bf16 or fp32, in channels_last;
 * pooling and the linear layers after it always in fp32, where they cost nothing.
 */
final class ForwardScript {
    private static final int FLOAT = 6;
    private static final int BFLOAT16 = 15;
    private static final int CHANNELS_LAST = 2;

    private final Network network;
    private final FlatLayout layout;
    private final int dtype;
    private final Map<String, Integer> parameterIndex = new HashMap<>();
    private final Map<String, Slot> statistics = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();

    ForwardScript(Network network, FlatLayout layout, Precision precision) {
        this.network = network;
        this.layout = layout;
        this.dtype = precision == Precision.BF16 ? BFLOAT16 : FLOAT;
        layout.parameters().forEach(slot -> parameterIndex.put(slot.entry().name(), parameterIndex.size()));
        layout.statistics().forEach(slot -> statistics.put(slot.entry().name(), slot));
    }

    void write(ScriptText text) {
        weights(text);
        normalised(text);
        net(text);
    }

    private void weights(ScriptText text) {
        text.method("weights", "train: bool", "List[Tensor]");
        text.line(2, "return self.views(self.flat, train)");
        text.method("views", "flat: Tensor, train: bool", "List[Tensor]");
        text.line(2, "ws = annotate(List[Tensor], [])");
        for (Slot slot : layout.parameters()) {
            List<Integer> shape = slot.entry().shape();
            String view = "torch.as_strided(flat, %s, %s, %d)"
                    .formatted(ScriptText.list(shape), ScriptText.list(strides(slot)), slot.offset());
            text.line(2, "w = torch.requires_grad_(torch.detach(" + view + "), train)");
            text.line(2, "_0 = torch.append(ws, w)");
        }
        text.line(2, "return ws");
    }

    private static List<Integer> strides(Slot slot) {
        List<Integer> shape = slot.entry().shape();
        if (slot.isConvolution()) {
            int inputs = shape.get(1);
            return List.of(inputs * shape.get(2) * shape.get(3), 1, inputs * shape.get(3), inputs);
        }
        return shape.size() == 2 ? List.of(shape.get(1), 1) : List.of(1);
    }

    private void normalised(ScriptText text) {
        text.method("normalised", "pixels: Tensor", "Tensor");
        text.line(2, "x = torch.mul(torch.sub(torch.to(pixels, %d), self.shift), self.scale)".formatted(FLOAT));
        text.line(2, "return torch.contiguous(torch.to(x, %d), memory_format=%d)".formatted(dtype, CHANNELS_LAST));
    }

    private void net(ScriptText text) {
        text.method("net", "x: Tensor, ws: List[Tensor], train: bool", "Tensor");
        text.line(2, "return self.network(x, ws, self.bn, train)");
        text.method("network", "x: Tensor, ws: List[Tensor], statistics: Tensor, train: bool", "Tensor");
        variables.put(Network.INPUT, "x");
        for (Node node : network.nodes()) {
            String variable = "v" + variables.size();
            variables.put(node.name(), variable);
            text.line(2, variable + " = " + expression(node));
        }
        String last = variables.get(network.nodes().getLast().name());
        text.line(2, "return torch.to(" + last + ", " + FLOAT + ")");
    }

    private String expression(Node node) {
        String input = input(node, 0);
        return switch (node.layer()) {
            case Layer.Convolution c ->
                "torch.conv2d(%s, %s, %s, %s, %s, [1, 1], 1)"
                        .formatted(
                                input,
                                cast(parameter(node, "weight")),
                                c.bias() ? cast(parameter(node, "bias")) : "None",
                                ScriptText.pair(c.stride()),
                                ScriptText.pair(c.padding()));
            case Layer.BatchNorm b ->
                "torch.batch_norm(%s, %s, %s, %s, %s, train, 0.1, 1.0e-05, True)"
                        .formatted(
                                input,
                                parameter(node, "weight"),
                                parameter(node, "bias"),
                                statistic(node, "running_mean"),
                                statistic(node, "running_var"));
            case Layer.Activation(Layer.Activation.Function function) ->
                switch (function) {
                    // A batch norm's or sum's backward pass does not read its output: it may be overwritten.
                    case RELU ->
                        (overwritable(node.inputs().getFirst()) ? "torch.relu_(" : "torch.relu(") + input + ")";
                    case GELU -> "torch.gelu(" + input + ")";
                };
            case Layer.Add a ->
                (overwritable(node.inputs().getFirst()) ? "torch.add_(" : "torch.add(") + input + ", " + input(node, 1)
                        + ")";
            case Layer.MaxPool m ->
                "torch.max_pool2d(%s, %s, %s, %s, [1, 1], False)"
                        .formatted(
                                input,
                                ScriptText.pair(m.kernel()),
                                ScriptText.pair(m.stride()),
                                ScriptText.pair(m.padding()));
            case Layer.GlobalAveragePool g -> "torch.mean(torch.to(" + input + ", " + FLOAT + "), [2, 3])";
            case Layer.Linear l ->
                "torch.linear(%s, %s, %s)"
                        .formatted(input, parameter(node, "weight"), l.bias() ? parameter(node, "bias") : "None");
            case Layer.Scale s -> "torch.mul(" + input + ", " + s.factor() + ")";
        };
    }

    private boolean overwritable(String name) {
        boolean plain = network.nodes().stream()
                .filter(node -> node.name().equals(name))
                .anyMatch(node -> node.layer() instanceof Layer.BatchNorm || node.layer() instanceof Layer.Add);
        long readers = network.nodes().stream()
                .flatMap(node -> node.inputs().stream())
                .filter(name::equals)
                .count();
        return plain && readers == 1;
    }

    private String input(Node node, int index) {
        String name = node.inputs().get(index);
        String variable = variables.get(name);
        if (variable == null) {
            throw new IllegalStateException("a network's nodes are in order, yet " + name + " is not known");
        }
        return variable;
    }

    private String parameter(Node node, String suffix) {
        return "ws[" + parameterIndex.get(node.name() + "." + suffix) + "]";
    }

    private String cast(String tensor) {
        return dtype == FLOAT ? tensor : "torch.to(" + tensor + ", " + dtype + ")";
    }

    private String statistic(Node node, String suffix) {
        Slot slot = statistics.get(node.name() + "." + suffix);
        if (slot == null) {
            throw new IllegalStateException(node.name() + " has no " + suffix);
        }
        return "torch.narrow(statistics, 0, %d, %d)"
                .formatted(slot.offset(), slot.entry().size());
    }
}
