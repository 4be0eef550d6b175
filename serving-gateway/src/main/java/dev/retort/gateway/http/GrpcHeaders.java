package dev.retort.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a call say.
 *
 * @param coding of its message, where that is packed
 * @param patience how long the client waits
 * @param requestId what it calls the request
 */
record GrpcHeaders(ContentCoding coding, Optional<Duration> patience, Optional<String> requestId) {
    /** A number of at most eight digits and its unit. */
    private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,8})([HMSmun])");

    /** @throws ApiException if one makes no sense */
    static GrpcHeaders of(HttpServerRequest request) {
        String contentCoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (contentCoding != null && !contentCoding.equalsIgnoreCase("identity")) {
            throw new ApiException(
                    415, "Content-Encoding '" + contentCoding + "': messages of gRPC are packed by grpc-encoding");
        }
        return new GrpcHeaders(
                coding(request.getHeader("grpc-encoding")),
                Optional.ofNullable(request.getHeader("grpc-timeout")).map(GrpcHeaders::patience),
                Optional.ofNullable(request.getHeader(InferenceHeaders.REQUEST_ID)));
    }

    private static ContentCoding coding(@Nullable String encoding) {
        return switch (encoding == null ? "identity" : encoding.toLowerCase(Locale.ROOT)) {
            case "identity" -> ContentCoding.IDENTITY;
            case "gzip" -> ContentCoding.GZIP;
            case "deflate" -> ContentCoding.DEFLATE;
            default ->
                throw new ApiException(415, "grpc-encoding '" + encoding + "': send it plain, with gzip or deflate");
        };
    }

    private static Duration patience(String timeout) {
        Matcher matcher = TIMEOUT.matcher(timeout);
        if (!matcher.matches()) {
            throw ApiException.badRequest(
                    "grpc-timeout is '" + timeout + "', expected up to eight digits and one of H, M, S, m, u, n");
        }
        return unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
    }

    private static Duration unit(String unit) {
        return switch (unit) {
            case "H" -> Duration.ofHours(1);
            case "M" -> Duration.ofMinutes(1);
            case "S" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMillis(1);
            case "u" -> Duration.ofNanos(1000);
            case "n" -> Duration.ofNanos(1);
            default -> throw new IllegalArgumentException("no unit of time: " + unit);
        };
    }
}
