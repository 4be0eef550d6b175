package dev.retort.distill.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.retort.distill.compression.BatchNormFolding;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.WeightedNetwork;
import dev.retort.distill.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Writes a network as ONNX, batch norm folded. The artefact takes {@link #INPUT}, float [n, channels, height, width] of
 * pixels scaled to [0, 1], for any n, and answers {@link #OUTPUT}, float [n, classes]. The same network and weights
 * give the same bytes.
 */
public final class OnnxExport {
    public static final String INPUT = Network.INPUT;
    public static final String OUTPUT = "logits";
    /** Read by every ONNX Runtime since 1.12; nothing newer is needed. */
    private static final int OPERATOR_SET = 17;
    /** The file format that came with operator set 17. */
    private static final int FILE_FORMAT = 8;

    private static final String NORMALIZED = "normalized";

    private final Network network;
    private final Weights weights;
    private final OnnxGraph graph;
    private final Arithmetic arithmetic;

    private OnnxExport(WeightedNetwork folded, Function<OnnxGraph, Arithmetic> arithmetic) {
        this.network = folded.network();
        this.weights = folded.weights();
        this.graph = new OnnxGraph(network.name());
        this.arithmetic = arithmetic.apply(graph);
    }

    /**
     * @throws IllegalArgumentException if a tensor is missing, has another shape than its layer, or holds a value that
     *     is not finite
     */
    public static byte[] export(Network network, Weights weights, Normalization normalization) {
        return write(BatchNormFolding.fold(network, weights), normalization, Arithmetic.Fp32::new, Map.of());
    }

    /** @param metadata that the file carries beside what it always does */
    static byte[] write(
            WeightedNetwork folded,
            Normalization normalization,
            Function<OnnxGraph, Arithmetic> arithmetic,
            Map<String, String> metadata) {
        OnnxExport export = new OnnxExport(folded, arithmetic);
        export.write(normalization);
        ModelProto.Builder model = export.model();
        new TreeMap<>(metadata).forEach((key, value) -> model.addMetadataProps(property(key, value)));
        return model.build().toByteArray();
    }

    /** The fp32 form as far as the last of these tensors, which are its outputs in this order. */
    static byte[] probe(WeightedNetwork folded, Normalization normalization, List<String> tensors) {
        OnnxExport export = new OnnxExport(folded, Arithmetic.Fp32::new);
        export.writeNodes(normalization);
        tensors.forEach(export.graph::window);
        return export.model().build().toByteArray();
    }

    /** What the convolutions and sums of a folded network read, each tensor once. */
    static List<String> operands(WeightedNetwork folded) {
        return folded.network().nodes().stream()
                .filter(node -> node.layer() instanceof Layer.Convolution || node.layer() instanceof Layer.Add)
                .flatMap(node -> IntStream.range(0, node.inputs().size()).mapToObj(input -> read(node, input)))
                .distinct()
                .toList();
    }

    private void writeNodes(Normalization normalization) {
        ImageShape input = network.input();
        graph.input(INPUT, input.channels(), input.height(), input.width());
        normalize(normalization, input.channels());
        network.nodes().forEach(this::write);
    }

    private void write(Normalization normalization) {
        writeNodes(normalization);
        graph.node("Identity", OUTPUT, network.nodes().getLast().name()).add();
        graph.output(OUTPUT, network.classes());
    }

    private ModelProto.Builder model() {
        return ModelProto.newBuilder()
                .setIrVersion(FILE_FORMAT)
                .setProducerName("retort")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph.build())
                .addMetadataProps(property("network", network.name()))
                .addMetadataProps(property("classes", Integer.toString(network.classes())));
    }

    private static StringStringEntryProto property(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    /**
     * As two nodes of their own: folded into the first convolution, the mean would be wrong where the kernel reads the
     * zeros of the padding.
     */
    private void normalize(Normalization normalization, int channels) {
        String mean = graph.constant("normalization.mean", floats(normalization.mean(), channels), 1, channels, 1, 1);
        String deviation = graph.constant(
                "normalization.deviation", floats(normalization.standardDeviation(), channels), 1, channels, 1, 1);
        String centred = graph.node("Sub", "centred", INPUT, mean).add();
        graph.node("Div", NORMALIZED, centred, deviation).add();
    }

    private static float[] floats(List<Double> values, int channels) {
        if (values.size() != channels) {
            throw new IllegalArgumentException(
                    "normalisation of " + values.size() + " channels for images of " + channels);
        }
        float[] floats = new float[channels];
        for (int i = 0; i < channels; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    private void write(Node node) {
        String name = node.name();
        String input = read(node, 0);
        switch (node.layer()) {
            case Layer.Convolution layer -> convolution(name, input, layer);
            case Layer.BatchNorm layer -> batchNorm(name, input, layer.channels());
            case Layer.Activation(Layer.Activation.Function function) -> activation(name, input, function);
            case Layer.Add _ -> add(name, input, read(node, 1));
            case Layer.MaxPool layer -> maxPool(name, input, layer);
            case Layer.GlobalAveragePool _ -> globalAveragePool(name, input);
            case Layer.Linear layer -> linear(name, input, layer);
            case Layer.Scale(double factor) ->
                graph.node("Mul", name, input, scalar(name + ".factor", factor)).add();
        }
    }

    private static String read(Node node, int input) {
        String name = node.inputs().get(input);
        return name.equals(Network.INPUT) ? NORMALIZED : name;
    }

    private void convolution(String name, String input, Layer.Convolution layer) {
        long kernel = layer.kernel();
        long padding = layer.padding();
        Tensor weight = values(name + ".weight", layer.outputChannels(), layer.inputChannels(), kernel, kernel);
        Tensor bias = layer.bias() ? values(name + ".bias", layer.outputChannels()) : null;
        String operand = arithmetic.operand(input);
        Arithmetic.Kernel constants = arithmetic.kernel(name, input, weight, bias);
        OnnxGraph.NodeBuilder node = constants.bias() == null
                ? graph.node("Conv", name, operand, constants.weight())
                : graph.node("Conv", name, operand, constants.weight(), constants.bias());
        node.with("kernel_shape", kernel, kernel)
                .with("strides", layer.stride(), layer.stride())
                .with("pads", padding, padding, padding, padding)
                .add();
    }

    private void add(String name, String one, String other) {
        graph.node("Add", name, arithmetic.operand(one), arithmetic.operand(other))
                .add();
    }

    private void batchNorm(String name, String input, int channels) {
        String scale = tensor(name + ".weight", channels);
        String shift = tensor(name + ".bias", channels);
        String mean = tensor(name + ".running_mean", channels);
        String variance = tensor(name + ".running_var", channels);
        graph.node("BatchNormalization", name, input, scale, shift, mean, variance)
                .withOne("epsilon", (float) Layer.BatchNorm.EPSILON)
                .add();
    }

    private void activation(String name, String input, Layer.Activation.Function function) {
        switch (function) {
            case RELU -> graph.node("Relu", name, input).add();
            case GELU -> gelu(name, input);
        }
    }

    /** x·(1 + erf(x / √2))·½, in the form that ONNX Runtime recognises and runs as one operator. */
    private void gelu(String name, String input) {
        String scaled = graph.node("Div", name + ".scaled", input, scalar(name + ".root", Math.sqrt(2)))
                .add();
        String error = graph.node("Erf", name + ".erf", scaled).add();
        String raised = graph.node("Add", name + ".raised", error, scalar(name + ".one", 1))
                .add();
        String product = graph.node("Mul", name + ".product", input, raised).add();
        graph.node("Mul", name, product, scalar(name + ".half", 0.5)).add();
    }

    private void maxPool(String name, String input, Layer.MaxPool layer) {
        long padding = layer.padding();
        graph.node("MaxPool", name, input)
                .with("kernel_shape", layer.kernel(), layer.kernel())
                .with("strides", layer.stride(), layer.stride())
                .with("pads", padding, padding, padding, padding)
                .add();
    }

    private void globalAveragePool(String name, String input) {
        String pooled = graph.node("GlobalAveragePool", name + ".pooled", input).add(); // [n, channels, 1, 1]
        graph.node("Flatten", name, pooled).withOne("axis", 1).add();
    }

    private void linear(String name, String input, Layer.Linear layer) {
        String weight = tensor(name + ".weight", layer.outputs(), layer.inputs());
        OnnxGraph.NodeBuilder node = layer.bias()
                ? graph.node("Gemm", name, input, weight, tensor(name + ".bias", layer.outputs()))
                : graph.node("Gemm", name, input, weight);
        node.withOne("transB", 1).add();
    }

    private String scalar(String name, double value) {
        return graph.constant(name, new float[] {(float) value});
    }

    private String tensor(String name, long... shape) {
        return graph.constant(name, values(name, shape).values(), shape);
    }

    private Tensor values(String name, long... shape) {
        Tensor tensor = weights.get(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("%s has shape %s, network %s needs %s"
                    .formatted(name, Arrays.toString(tensor.shape()), network.name(), Arrays.toString(shape)));
        }
        for (float value : tensor.values()) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(name + " holds " + value + "; every weight must be finite");
            }
        }
        return tensor;
    }
}
