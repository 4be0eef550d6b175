package dev.retort.gateway.http;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
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

    /** @param data nested as the shape says, or flat; absent where the numbers follow the JSON */
    record InputTensor(
            @Nullable String name,
            @Nullable String datatype,

            @JsonDeserialize(using = ShortList.OfSizes.class) @Nullable
            List<@Nullable Long> shape,

            @Nullable Parameters parameters,
            @Nullable TensorData data) {}

    /** An output that the client asks for; leaving the list out asks for all. */
    record RequestedOutput(@Nullable String name, @Nullable Parameters parameters) {}

    /** A request. */
    record Request(
            @Nullable String id,
            @Nullable Parameters parameters,

            @JsonDeserialize(using = ShortList.OfInputs.class) @Nullable
            List<@Nullable InputTensor> inputs,

            @JsonDeserialize(using = ShortList.OfOutputs.class) @Nullable
            List<@Nullable RequestedOutput> outputs) {}
}
