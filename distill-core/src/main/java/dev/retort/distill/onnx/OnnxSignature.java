package dev.retort.distill.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.retort.distill.network.ImageShape;
import java.util.List;

/** What an artefact takes and gives, as it says itself; DJL does not tell. */
record OnnxSignature(String inputName, ImageShape input, String outputName, int classes) {

    /** @throws UnusableModelException if the bytes are no ONNX or not of an image classifier */
    static OnnxSignature read(byte[] onnx) throws UnusableModelException {
        GraphProto graph = parse(onnx).getGraph();
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(value -> graph.getInitializerList().stream()
                        .noneMatch(tensor -> tensor.getName().equals(value.getName())))
                .toList();
        if (inputs.size() != 1 || graph.getOutputCount() != 1) {
            throw new UnusableModelException(
                    "a classifier has one input and one output, this model has " + inputs.size() + " and "
                            + graph.getOutputCount(),
                    null);
        }
        List<Integer> image = sizes(inputs.getFirst(), 4);
        List<Integer> logits = sizes(graph.getOutput(0), 2);
        return new OnnxSignature(
                inputs.getFirst().getName(),
                new ImageShape(image.get(0), image.get(1), image.get(2)),
                graph.getOutput(0).getName(),
                logits.getFirst());
    }

    private static ModelProto parse(byte[] onnx) throws UnusableModelException {
        try {
            return ModelProto.parseFrom(onnx);
        } catch (InvalidProtocolBufferException e) {
            throw new UnusableModelException(
                    "not ONNX, or only a part of it (" + onnx.length + " bytes): " + e.getMessage(), e);
        }
    }

    /** The sizes after the batch dimension of float [batch, size, ...]. */
    private static List<Integer> sizes(ValueInfoProto value, int dimensions) throws UnusableModelException {
        TypeProto.Tensor type = value.getType().getTensorType();
        List<TensorShapeProto.Dimension> shape = type.getShape().getDimList();
        boolean sized = shape.size() == dimensions
                && shape.stream().skip(1).allMatch(size -> size.getDimValue() > 0)
                && shape.stream().skip(1).allMatch(size -> size.getDimValue() <= Integer.MAX_VALUE);
        boolean batched = !shape.isEmpty() && shape.getFirst().getDimValue() == 0;
        if (type.getElemType() != TensorProto.DataType.FLOAT.getNumber() || !sized || !batched) {
            throw new UnusableModelException(
                    "%s is not a float tensor of %d dimensions, the first free and the others fixed"
                            .formatted(value.getName(), dimensions),
                    null);
        }
        return shape.stream()
                .skip(1)
                .map(size -> Math.toIntExact(size.getDimValue()))
                .toList();
    }
}
