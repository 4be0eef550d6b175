package dev.retort.distill.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An ONNX graph under construction. A node has one output, which bears the node's name. */
final class OnnxGraph {
    private static final String BATCH = "batch";

    private final GraphProto.Builder graph;

    OnnxGraph(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    NodeBuilder node(String operator, String name, String... inputs) {
        return new NodeBuilder(operator, name, List.of(inputs));
    }

    /** Declares a constant and answers its name. */
    String constant(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, TensorProto.DataType.FLOAT, bytes, shape);
    }

    /** Declares int8 values. */
    String constant(String name, byte[] values, long... shape) {
        return constant(name, TensorProto.DataType.INT8, ByteBuffer.wrap(values), shape);
    }

    /** Declares int32 values. */
    String constant(String name, int[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return constant(name, TensorProto.DataType.INT32, bytes, shape);
    }

    /** Declares one uint8 value. */
    String unsigned(String name, int value) {
        return constant(name, TensorProto.DataType.UINT8, ByteBuffer.wrap(new byte[] {(byte) value}));
    }

    private String constant(String name, TensorProto.DataType type, ByteBuffer values, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(UnsafeByteOperations.unsafeWrap(values));
        for (long dimension : shape) {
            tensor.addDims(dimension);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** Declares the input: floats [batch, shape...]. */
    void input(String name, long... shape) {
        graph.addInput(value(name, shape));
    }

    /** Declares the output: floats [batch, shape...]. */
    void output(String name, long... shape) {
        graph.addOutput(value(name, shape));
    }

    /** Declares a tensor that can be looked at from outside: floats of any shape. */
    void window(String name) {
        TypeProto.Tensor type = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .build();
        graph.addOutput(ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type)));
    }

    GraphProto build() {
        return graph.build();
    }

    private static ValueInfoProto value(String name, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
        for (long dimension : shape) {
            dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
        }
        TypeProto.Tensor type = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(dimensions)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    /** A node whose attributes are still being set; {@link #add} ends it. */
    final class NodeBuilder {
        private final NodeProto.Builder node;

        private NodeBuilder(String operator, String name, List<String> inputs) {
            node = NodeProto.newBuilder()
                    .setOpType(operator)
                    .setName(name)
                    .addAllInput(inputs)
                    .addOutput(name);
        }

        NodeBuilder with(String attribute, long... values) {
            AttributeProto.Builder builder =
                    AttributeProto.newBuilder().setName(attribute).setType(AttributeProto.AttributeType.INTS);
            for (long value : values) {
                builder.addInts(value);
            }
            node.addAttribute(builder);
            return this;
        }

        NodeBuilder withOne(String attribute, long value) {
            node.addAttribute(AttributeProto.newBuilder()
                    .setName(attribute)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(value));
            return this;
        }

        NodeBuilder withOne(String attribute, float value) {
            node.addAttribute(AttributeProto.newBuilder()
                    .setName(attribute)
                    .setType(AttributeProto.AttributeType.FLOAT)
                    .setF(value));
            return this;
        }

        /** Adds the node and answers the name of its output. */
        String add() {
            graph.addNode(node);
            return node.getName();
        }
    }
}
