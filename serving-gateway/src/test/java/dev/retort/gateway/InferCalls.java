package dev.retort.gateway;

import com.google.protobuf.ByteString;
import dev.retort.gateway.http.wire.InferParameter;
import dev.retort.gateway.http.wire.InferTensorContents;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.gateway.http.wire.ModelInferRequest.InferInputTensor;
import dev.retort.gateway.http.wire.ModelInferResponse;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What is sent to the champion over gRPC, of one image, and what comes back. */
final class InferCalls {
    static final int PIXELS = PublishedModels.SHAPE.size();

    private InferCalls() {}

    /** Nothing but the description of its tensor. */
    static ModelInferRequest.Builder empty(String datatype) {
        return ModelInferRequest.newBuilder()
                .setModelName("champion")
                .addInputs(InferInputTensor.newBuilder()
                        .setName("input")
                        .setDatatype(datatype)
                        .addAllShape(List.of(1L, 3L, 16L, 16L)));
    }

    static ModelInferRequest raw(float value) {
        return empty("FP32")
                .addRawInputContents(ByteString.copyFrom(Tensors.filled(PIXELS, value)))
                .build();
    }

    static ModelInferRequest typed(UnaryOperator<InferTensorContents.Builder> contents) {
        ModelInferRequest.Builder request = empty("FP32").setId("7");
        request.getInputsBuilder(0).setContents(contents.apply(InferTensorContents.newBuilder()));
        return request.build();
    }

    static InferParameter number(long value) {
        return InferParameter.newBuilder().setInt64Param(value).build();
    }

    static List<Float> floats(ModelInferResponse response) {
        FloatBuffer floats = response.getRawOutputContents(0)
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        return IntStream.range(0, floats.limit()).mapToObj(floats::get).toList();
    }
}
