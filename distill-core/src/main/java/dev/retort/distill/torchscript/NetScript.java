package dev.retort.distill.torchscript;

import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Layer.Activation.Function;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * Method {@code net}: from the normalised input to logits, fp32 [n, classes]. Convolutions and batch norms run in bf16 or
 * fp32, in channels_last; pooling and the linear layers after it always in fp32, where they cost nothing.
 */
final class NetScript {
    private final Network network;
    private final Operands operands;
    private final Fusion fusion;
    private final Map<String, String> variables = new HashMap<>();

    NetScript(Network network, Operands operands, Fusion fusion) {
        this.network = network;
        this.operands = operands;
        this.fusion = fusion;
    }

    /** @param arguments of the method, the input {@code x} among them */
    void write(ScriptText text, String arguments) {
        text.method("net", arguments, "Tensor");
        variables.put(Network.INPUT, "x");
        for (Node node : network.nodes()) {
            if (!fusion.absorbs(node)) {
                String expression = fusion.at(node).map(this::fused).orElseGet(() -> expression(node));
                String variable = "v" + variables.size();
                variables.put(node.name(), variable);
                text.line(2, variable + " = " + expression);
            }
        }
        String last = variables.get(network.nodes().getLast().name());
        text.line(2, "return torch.to(" + last + ", " + ScriptText.FLOAT + ")");
    }

    private String expression(Node node) {
        String input = input(node, 0);
        return switch (node.layer()) {
            case Layer.Convolution convolution -> convolution(node, convolution);
            case Layer.BatchNorm batchNorm -> batchNorm(node, batchNorm);
            case Layer.Activation(Function function) ->
                switch (function) {
                    case RELU -> inPlace("torch.relu", node) + input + ")";
                    case GELU -> "torch.gelu(" + input + ")";
                };
            case Layer.Add _ -> inPlace("torch.add", node) + input + ", " + input(node, 1) + ")";
            case Layer.MaxPool pool ->
                "torch.max_pool2d(%s, %s, %s, %s, [1, 1], False)"
                        .formatted(
                                input,
                                ScriptText.pair(pool.kernel()),
                                ScriptText.pair(pool.stride()),
                                ScriptText.pair(pool.padding()));
            case Layer.GlobalAveragePool _ -> "torch.mean(torch.to(" + input + ", " + ScriptText.FLOAT + "), [2, 3])";
            case Layer.Linear linear ->
                "torch.linear(%s, %s, %s)"
                        .formatted(
                                input,
                                operands.exact(node.name() + ".weight"),
                                linear.bias() ? operands.exact(node.name() + ".bias") : "None");
            case Layer.Scale scale -> "torch.mul(" + input + ", " + scale.factor() + ")";
        };
    }

    private String convolution(Node node, Layer.Convolution layer) {
        return "torch.conv2d(%s, %s, %s, [1, 1], 1)"
                .formatted(tensors(node, layer), ScriptText.pair(layer.stride()), ScriptText.pair(layer.padding()));
    }

    /** By operators of oneDNN's own. */
    private String fused(FusedConvolution fused) {
        return switch (fused) {
            case FusedConvolution.Activated(Node convolution, Function function) ->
                "ops.mkldnn._convolution_pointwise(%s, %s)".formatted(oneDnn(convolution), activation(function));
            case FusedConvolution.Summed(Node convolution, Node _, String other) ->
                "ops.mkldnn._convolution_pointwise_(%s, %s, \"add\", 1.0, %s)"
                        .formatted(variable(other), oneDnn(convolution), activation(Function.RELU));
        };
    }

    /** Its name, numbers and algorithm; a list that is empty would be one of tensors if nobody said otherwise. */
    private static String activation(Function function) {
        String numbers = "annotate(List[Optional[number]], [])";
        return switch (function) {
            case RELU -> "\"relu\", " + numbers + ", \"\"";
            case GELU -> "\"gelu\", " + numbers + ", \"none\"";
        };
    }

    private String oneDnn(Node node) {
        Layer.Convolution layer = (Layer.Convolution) node.layer();
        return "%s, %s, %s, [1, 1], 1"
                .formatted(tensors(node, layer), ScriptText.pair(layer.padding()), ScriptText.pair(layer.stride()));
    }

    /** Input, weight and bias. */
    private String tensors(Node node, Layer.Convolution layer) {
        return "%s, %s, %s"
                .formatted(
                        input(node, 0),
                        operands.ofConvolution(node.name() + ".weight"),
                        layer.bias() ? operands.ofConvolution(node.name() + ".bias") : "None");
    }

    private String batchNorm(Node node, Layer.BatchNorm layer) {
        String name = node.name();
        return "torch.batch_norm(%s, %s, %s, %s, %s, %s, %s, 1.0e-05, True)"
                .formatted(
                        input(node, 0),
                        operands.exact(name + ".weight"),
                        operands.exact(name + ".bias"),
                        operands.exact(name + ".running_mean"),
                        operands.exact(name + ".running_var"),
                        operands.training(),
                        layer.momentum());
    }

    /** The operator that overwrites its first input, where nobody reads that afterwards. */
    private String inPlace(String operator, Node node) {
        return operator + (overwritable(node.inputs().getFirst()) ? "_(" : "(");
    }

    /** A batch norm's or sum's backward pass does not read its output. */
    private boolean overwritable(String name) {
        boolean plain = network.nodes().stream()
                .filter(node -> node.name().equals(name))
                .map(Node::layer)
                .anyMatch(layer -> layer instanceof Layer.BatchNorm
                        || layer instanceof Layer.Add
                        || (layer instanceof Layer.Convolution && !operands.keepsConvolutions()));
        long readers = network.nodes().stream()
                .flatMap(node -> node.inputs().stream())
                .filter(name::equals)
                .count();
        return plain && readers == 1;
    }

    private String input(Node node, int index) {
        return variable(node.inputs().get(index));
    }

    private String variable(String name) {
        String variable = variables.get(name);
        if (variable == null) {
            throw new IllegalStateException("a network's nodes are in order, yet " + name + " is not known");
        }
        return variable;
    }
}
