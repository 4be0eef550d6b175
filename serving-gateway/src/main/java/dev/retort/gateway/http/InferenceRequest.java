package dev.retort.gateway.http;

import dev.retort.gateway.domain.Images;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An inference request that makes sense.
 *
 * @param id echoed
 * @param patience how long the client says that it waits
 */
record InferenceRequest(@Nullable String id, Images images, WantedOutput output, Optional<Duration> patience) {

    /**
     * The form of the answer.
     *
     * @param binary after the JSON and not in it
     * @param likeliest how many classes, as text; 0 asks for the logits
     */
    record WantedOutput(boolean binary, int likeliest) {}
}
