package dev.retort.gateway.http;

import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.RequestId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An inference request that makes sense.
 *
 * @param id echoed
 * @param patience how long the client says that it waits
 * @param requestId its id, or what else the wire says of it
 */
record InferenceRequest(
        @Nullable String id, Images images, WantedOutput output, Optional<Duration> patience, RequestId requestId) {
    InferenceRequest(@Nullable String id, Images images, WantedOutput output, Optional<Duration> patience) {
        this(id, images, output, patience, RequestId.of(Optional.ofNullable(id)));
    }

    /** The same, called so where it does not say itself what it is called. */
    InferenceRequest orCalled(Optional<String> name) {
        return id != null || name.isEmpty()
                ? this
                : new InferenceRequest(id, images, output, patience, RequestId.of(name));
    }

    /**
     * The form of the answer.
     *
     * @param binary after the JSON and not in it
     * @param likeliest how many classes, as text; 0 asks for the logits
     */
    record WantedOutput(boolean binary, int likeliest) {}
}
