package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.TensorNames;
import dev.retort.gateway.http.Inference.InputTensor;
import dev.retort.gateway.http.Inference.RequestedOutput;
import dev.retort.gateway.http.InferenceRequest.WantedOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads an inference request of one model, JSON or with binary tensors, and refuses with the reason what is not one. */
final class RequestReader {
    private static final ObjectReader JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Inference.Request.class);

    /** In microseconds, as Triton has it; 0 is none. */
    private static final String TIMEOUT = "timeout";

    private final ImageShape shape;
    private final TensorNames names;
    private final int greatestBatch;
    private final ObjectReader json;

    /** @param shape of one image of the model */
    RequestReader(ImageShape shape, TensorNames names, int greatestBatch) {
        this.shape = shape;
        this.names = names;
        this.greatestBatch = greatestBatch;
        this.json = JSON.withAttribute(TensorData.GREATEST, Math.multiplyExact(greatestBatch, shape.size()));
    }

    /**
     * @param body all of it, from the start of an array
     * @param jsonBytes how many of its bytes are JSON, where the client says so; 0 for one tensor and nothing else
     * @throws ApiException if it is no request for this model
     */
    InferenceRequest read(ByteBuffer body, OptionalInt jsonBytes) {
        int head = jsonBytes.orElse(body.remaining());
        if (head > body.remaining()) {
            throw ApiException.badRequest(
                    "%s is %,d, the body has %,d bytes".formatted(BinaryTensors.HEADER_LENGTH, head, body.remaining()));
        }
        BinaryTensors binary = new BinaryTensors(body.slice(head, body.remaining() - head), shape);
        return jsonBytes.isPresent() && head == 0 ? raw(binary) : request(parse(body, head), binary);
    }

    /** The whole body is the tensor. */
    private InferenceRequest raw(BinaryTensors binary) {
        int images = batch(binary.wholeImages());
        return new InferenceRequest(null, finite(binary.images(images)), new WantedOutput(true, 0), Optional.empty());
    }

    /** Of one image. */
    ImageShape shape() {
        return shape;
    }

    /** @param binary what comes beside the request: the tensor, or nothing */
    InferenceRequest request(Inference.Request request, BinaryTensors binary) {
        Parameters parameters = orNone(request.parameters());
        return new InferenceRequest(
                given(request.id()),
                finite(images(onlyInput(request.inputs()), binary)),
                output(request.outputs(), parameters.flag("binary_data_output", false)),
                parameters.count(TIMEOUT).filter(micros -> micros > 0).map(RequestReader::micros));
    }

    /** An empty one is none: it is what gRPC sends where nothing was said. */
    private static @Nullable String given(@Nullable String id) {
        return id == null || id.isEmpty() ? null : id;
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    private Inference.Request parse(ByteBuffer body, int length) {
        try {
            int start = body.arrayOffset() + body.position();
            Inference.@Nullable Request request = length == 0 ? null : json.readValue(body.array(), start, length);
            if (request == null) {
                throw ApiException.badRequest("the body is empty: send the JSON of an inference request");
            }
            return request;
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(
                    "the body is not the JSON of an inference request: " + e.getOriginalMessage());
        } catch (IOException e) {
            // Bytes that are no UTF-8.
            throw ApiException.badRequest("the body is not the JSON of an inference request: " + e.getMessage());
        }
    }

    private InputTensor onlyInput(@Nullable List<@Nullable InputTensor> inputs) {
        InputTensor input = inputs == null || inputs.size() != 1 ? null : inputs.getFirst();
        if (input == null) {
            throw ApiException.badRequest("expected one input tensor, named '" + names.input() + "'");
        }
        if (!names.input().equals(input.name())) {
            throw ApiException.badRequest(
                    "unknown input '" + input.name() + "': the model's is '" + names.input() + "'");
        }
        if (!"FP32".equals(input.datatype())) {
            throw ApiException.badRequest("datatype of 'input' is " + input.datatype() + ", the model takes FP32");
        }
        return input;
    }

    private Images images(InputTensor input, BinaryTensors binary) {
        int count = count(input.shape());
        Optional<Long> bytes = orNone(input.parameters()).count("binary_data_size");
        TensorData data = input.data();
        if (bytes.isPresent() && data != null) {
            throw ApiException.badRequest("'input' has both 'data' and 'binary_data_size'");
        }
        if (bytes.isPresent()) {
            return binary.images(count, bytes.get());
        }
        binary.requireNone();
        if (data == null) {
            throw ApiException.badRequest("'input' has neither an array 'data' nor a parameter 'binary_data_size'");
        }
        if (data.count() != (long) count * shape.size()) {
            throw ApiException.badRequest("'data' holds %d numbers, the shape %s says %d"
                    .formatted(data.count(), input.shape(), (long) count * shape.size()));
        }
        return Images.of(data.values(), count);
    }

    private int count(@Nullable List<@Nullable Long> dimensions) {
        List<Long> image = List.of((long) shape.channels(), (long) shape.height(), (long) shape.width());
        if (dimensions == null || dimensions.size() != 4 || !image.equals(dimensions.subList(1, 4))) {
            throw ApiException.badRequest("shape of 'input' is %s, the model takes [n, %d, %d, %d]"
                    .formatted(dimensions, shape.channels(), shape.height(), shape.width()));
        }
        return batch(dimensions.getFirst());
    }

    private int batch(@Nullable Long images) {
        if (images == null || images < 1 || images > greatestBatch) {
            throw ApiException.badRequest("%d images: 1 to %d are allowed".formatted(images, greatestBatch));
        }
        return images.intValue();
    }

    private WantedOutput output(@Nullable List<@Nullable RequestedOutput> outputs, boolean binary) {
        if (outputs == null || outputs.isEmpty()) {
            return new WantedOutput(binary, 0);
        }
        RequestedOutput output = outputs.getFirst();
        if (output == null || !names.output().equals(output.name()) || outputs.size() > 1) {
            throw ApiException.badRequest("unknown output, or one twice: the model has '" + names.output() + "'");
        }
        Parameters parameters = orNone(output.parameters());
        long likeliest = parameters.count("classification").orElse(0L);
        return new WantedOutput(parameters.flag("binary_data", binary), (int) Math.min(likeliest, Integer.MAX_VALUE));
    }

    private static Images finite(Images images) {
        if (!images.areFinite()) {
            throw ApiException.badRequest("'input' holds a number that is not finite");
        }
        return images;
    }

    private static Parameters orNone(@Nullable Parameters parameters) {
        return parameters == null ? Parameters.NONE : parameters;
    }
}
