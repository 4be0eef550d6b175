package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.onnx.OnnxExport;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an inference request, and refuses with the reason what is not one. */
final class RequestReader {
    private static final ObjectReader JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Inference.Request.class);

    private final int greatestBatch;

    RequestReader(int greatestBatch) {
        this.greatestBatch = greatestBatch;
    }

    /** @throws ApiException if the bytes are not the JSON of a request for outputs that there are */
    static Inference.Request parse(byte @Nullable [] body) {
        Inference.Request request = body == null || body.length == 0 ? null : json(body);
        if (request == null) {
            throw ApiException.badRequest("the body is empty: send the JSON of an inference request");
        }
        if (request.outputs() != null) {
            request.outputs().forEach(RequestReader::checkOutput);
        }
        return request;
    }

    /** The one input of a request, [images, channels, height, width]. */
    Images images(Inference.Request request, ImageShape shape) {
        List<Inference.InputTensor> inputs = request.inputs();
        if (inputs == null || inputs.size() != 1 || inputs.getFirst() == null) {
            throw ApiException.badRequest("expected one input tensor, named 'input'");
        }
        Inference.InputTensor input = inputs.getFirst();
        if (!OnnxExport.INPUT.equals(input.name())) {
            throw ApiException.badRequest("unknown input '" + input.name() + "': the model's is 'input'");
        }
        if (!"FP32".equals(input.datatype())) {
            throw ApiException.badRequest("datatype of 'input' is " + input.datatype() + ", the model takes FP32");
        }
        int count = count(input.shape(), shape);
        TensorData data = input.data();
        if (data == null) {
            throw ApiException.badRequest("'input' has no array 'data'");
        }
        if (data.count() != (long) count * shape.size()) {
            throw ApiException.badRequest("'data' holds %d numbers, the shape %s says %d"
                    .formatted(data.count(), input.shape(), (long) count * shape.size()));
        }
        return new Images(count, data);
    }

    /** Images of one request, [count × channels × height × width]. */
    record Images(int count, TensorData data) {}

    private static Inference.@Nullable Request json(byte[] body) {
        try {
            return JSON.readValue(body);
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(
                    "the body is not the JSON of an inference request: " + e.getOriginalMessage());
        } catch (IOException e) {
            // Bytes that are no UTF-8.
            throw ApiException.badRequest("the body is not the JSON of an inference request: " + e.getMessage());
        }
    }

    private static void checkOutput(Inference.@Nullable RequestedOutput output) {
        if (output == null || !OnnxExport.OUTPUT.equals(output.name())) {
            throw ApiException.badRequest("unknown output: the model's is '" + OnnxExport.OUTPUT + "'");
        }
    }

    private int count(@Nullable List<Long> dimensions, ImageShape shape) {
        List<Long> image = List.of((long) shape.channels(), (long) shape.height(), (long) shape.width());
        if (dimensions == null || dimensions.size() != 4 || !image.equals(dimensions.subList(1, 4))) {
            throw ApiException.badRequest("shape of 'input' is %s, the model takes [n, %d, %d, %d]"
                    .formatted(dimensions, shape.channels(), shape.height(), shape.width()));
        }
        Long images = dimensions.getFirst();
        if (images == null || images < 1 || images > greatestBatch) {
            throw ApiException.badRequest("%d images: 1 to %d are allowed".formatted(images, greatestBatch));
        }
        return images.intValue();
    }
}
