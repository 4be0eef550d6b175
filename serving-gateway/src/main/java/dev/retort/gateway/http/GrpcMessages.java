package dev.retort.gateway.http;

import com.google.protobuf.ByteString;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.http.Inference.InputTensor;
import dev.retort.gateway.http.Inference.RequestedOutput;
import dev.retort.gateway.http.Inference.TensorMetadata;
import dev.retort.gateway.http.Questions.Answer;
import dev.retort.gateway.http.wire.InferParameter;
import dev.retort.gateway.http.wire.InferTensorContents;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.gateway.http.wire.ModelInferRequest.InferInputTensor;
import dev.retort.gateway.http.wire.ModelInferResponse;
import dev.retort.gateway.http.wire.ModelInferResponse.InferOutputTensor;
import dev.retort.gateway.http.wire.ModelMetadataResponse;
import dev.retort.gateway.http.wire.ServerMetadataResponse;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of the protocol over gRPC, to and from what is said over HTTP: one meaning, two encodings. */
final class GrpcMessages {
    private GrpcMessages() {}

    /** @throws ApiException if it is no request for the reader's model */
    static InferenceRequest request(ModelInferRequest message, RequestReader reader) {
        int raw = message.getRawInputContentsCount();
        if (raw > 0 && raw != message.getInputsCount()) {
            throw ApiException.badRequest(
                    raw + " raw contents for " + message.getInputsCount() + " inputs: all have one, or none");
        }
        ByteBuffer tensor = raw == 0
                ? ByteBuffer.allocate(0)
                : message.getRawInputContents(0).asReadOnlyByteBuffer();
        List<@Nullable InputTensor> inputs = message.getInputsList().stream()
                .<@Nullable InputTensor>map(input -> input(input, raw == 0 ? null : (long) tensor.remaining()))
                .toList();
        List<@Nullable RequestedOutput> outputs = message.getOutputsList().stream()
                .<@Nullable RequestedOutput>map(
                        output -> new RequestedOutput(output.getName(), parameters(output.getParametersMap(), null)))
                .toList();
        return reader.request(
                new Inference.Request(message.getId(), parameters(message.getParametersMap(), null), inputs, outputs),
                new BinaryTensors(tensor, reader.shape()));
    }

    /** Outputs are always raw, as Triton sends them. */
    static ModelInferResponse response(Answer answer, Logits logits) {
        OutputValues values = OutputValues.of(
                answer.request().output(), logits, answer.model().manifest().classes());
        Buffer binary = Buffer.buffer(values.bytes());
        values.appendTo(binary);
        String id = answer.request().id();
        return ModelInferResponse.newBuilder()
                .setModelName(PromotionEvent.CHAMPION)
                .setModelVersion(answer.model().version().hex())
                .setId(id == null ? "" : id)
                .addOutputs(InferOutputTensor.newBuilder()
                        .setName(answer.model().names().output())
                        .setDatatype(values.datatype())
                        .addShape(values.rows())
                        .addShape(values.columns()))
                .addRawOutputContents(ByteString.copyFrom(binary.getBytes()))
                .build();
    }

    static ServerMetadataResponse metadata(Inference.ServerMetadata server) {
        return ServerMetadataResponse.newBuilder()
                .setName(server.name())
                .setVersion(server.version())
                .addAllExtensions(server.extensions())
                .build();
    }

    static ModelMetadataResponse metadata(Inference.ModelMetadata model) {
        return ModelMetadataResponse.newBuilder()
                .setName(model.name())
                .addAllVersions(model.versions())
                .setPlatform(model.platform())
                .addAllInputs(model.inputs().stream().map(GrpcMessages::tensor).toList())
                .addAllOutputs(
                        model.outputs().stream().map(GrpcMessages::tensor).toList())
                .build();
    }

    private static ModelMetadataResponse.TensorMetadata tensor(TensorMetadata tensor) {
        return ModelMetadataResponse.TensorMetadata.newBuilder()
                .setName(tensor.name())
                .setDatatype(tensor.datatype())
                .addAllShape(tensor.shape())
                .build();
    }

    private static InputTensor input(InferInputTensor input, @Nullable Long rawBytes) {
        List<@Nullable Long> shape =
                input.getShapeList().stream().<@Nullable Long>map(size -> size).toList();
        InferTensorContents contents = input.getContents();
        return new InputTensor(
                input.getName(),
                input.getDatatype(),
                shape,
                parameters(input.getParametersMap(), rawBytes),
                input.hasContents() ? TensorData.of(floats(contents)) : null);
    }

    private static float[] floats(InferTensorContents contents) {
        float[] floats = new float[contents.getFp32ContentsCount()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = contents.getFp32Contents(i);
        }
        return floats;
    }

    private static Parameters parameters(Map<String, InferParameter> parameters, @Nullable Long rawBytes) {
        Map<String, Object> values = new HashMap<>();
        parameters.forEach((name, parameter) -> values.put(name, value(name, parameter)));
        if (rawBytes != null) {
            values.put("binary_data_size", rawBytes);
        }
        return Parameters.of(values);
    }

    private static Object value(String name, InferParameter parameter) {
        return switch (parameter.getParameterChoiceCase()) {
            case BOOL_PARAM -> parameter.getBoolParam();
            case INT64_PARAM -> parameter.getInt64Param();
            case UINT64_PARAM -> parameter.getUint64Param();
            case STRING_PARAM -> parameter.getStringParam();
            case DOUBLE_PARAM -> parameter.getDoubleParam();
            case PARAMETERCHOICE_NOT_SET -> throw ApiException.badRequest("parameter '" + name + "' has no value");
        };
    }
}
