package dev.retort.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of an inference request say.
 *
 * @param jsonBytes how much of the body is JSON; all of it where absent
 * @param patience how long the client waits
 * @param requestId what it calls the request
 */
record InferenceHeaders(OptionalInt jsonBytes, Optional<Duration> patience, Optional<String> requestId) {
    /** What a request is called; echoed. */
    static final String REQUEST_ID = "X-Request-Id";

    /** How many milliseconds the client waits. */
    static final String PATIENCE = "X-Request-Timeout-Ms";

    /** @throws ApiException if one makes no sense */
    static InferenceHeaders of(HttpServerRequest request) {
        return new InferenceHeaders(
                number(request, BinaryTensors.HEADER_LENGTH)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty),
                number(request, PATIENCE).filter(millis -> millis > 0).map(Duration::ofMillis),
                Optional.ofNullable(request.getHeader(REQUEST_ID)));
    }

    /** The same, but that it fails when the client waits no longer for what it has not sent itself. */
    <T> CompletableFuture<T> within(CompletableFuture<T> body) {
        patience.ifPresent(time -> body.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS));
        return body;
    }

    private static Optional<Integer> number(HttpServerRequest request, String header) {
        @Nullable String value = request.getHeader(header);
        if (value == null) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= 0) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // Said below, with those below 0.
        }
        throw ApiException.badRequest("header " + header + " is '" + value + "', expected a whole number");
    }
}
