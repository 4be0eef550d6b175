package dev.retort.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON of the open inference protocol, version 2. */
public final class Inference {
    private Inference() {}

    /** Name, type and shape of a tensor; -1 is any size. */
    public record TensorMetadata(String name, String datatype, List<Long> shape) {}

    /** What a model takes and gives. */
    public record ModelMetadata(
            String name,
            List<String> versions,
            String platform,
            List<TensorMetadata> inputs,
            List<TensorMetadata> outputs) {}

    /** What this server is. */
    public record ServerMetadata(String name, String version, List<String> extensions) {}

    /** Whether the server runs. */
    public record ServerLive(boolean live) {}

    /** Whether the server answers. */
    public record ServerReady(boolean ready) {}

    /** Whether a model answers. */
    public record ModelReady(String name, boolean ready) {}

    /** @param data nested as the shape says, or flat */
    public record InputTensor(
            @Nullable String name,
            @Nullable String datatype,
            @Nullable List<Long> shape,

            @Schema(type = SchemaType.ARRAY, implementation = Float.class) @Nullable
            TensorData data) {}

    /** An output that the client asks for; leaving the list out asks for all. */
    public record RequestedOutput(@Nullable String name) {}

    /** A request. */
    public record Request(
            @Nullable String id,
            @Nullable List<InputTensor> inputs,
            @Nullable List<RequestedOutput> outputs) {}

    /** A tensor of the answer, row-major. */
    public record OutputTensor(String name, String datatype, List<Long> shape, List<Float> data) {}

    /** An answer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Response(
            @Nullable String id,
            @JsonProperty("model_name") String modelName,
            @JsonProperty("model_version") String modelVersion,
            List<OutputTensor> outputs) {}
}
