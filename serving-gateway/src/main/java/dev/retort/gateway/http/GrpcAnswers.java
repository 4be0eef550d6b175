package dev.retort.gateway.http;

import com.google.protobuf.MessageLite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Ends a call: a message and the status behind it, or a status alone. */
final class GrpcAnswers {
    private static final String STATUS = "grpc-status";

    private GrpcAnswers() {}

    /** @param failure of a stage, where there is no answer */
    static GrpcStatus end(RoutingContext context, @Nullable MessageLite answer, @Nullable Throwable failure) {
        HttpServerResponse response = context.response();
        if (answer != null) {
            if (isOpen(response)) {
                begin(response).putTrailer(STATUS, code(GrpcStatus.OK)).end(GrpcFrame.of(answer));
            }
            return GrpcStatus.OK;
        }
        ApiException refusal = Answers.refusal(failure == null ? new IllegalStateException("no failure") : failure);
        GrpcStatus status = GrpcStatus.of(refusal);
        if (isOpen(response)) {
            refuse(response, refusal, status);
            Answers.readNoMore(context);
        }
        return status;
    }

    private static void refuse(HttpServerResponse response, ApiException refusal, GrpcStatus status) {
        begin(response)
                .putHeader(STATUS, code(status))
                .putHeader("grpc-message", percentEncoded(String.valueOf(refusal.getMessage())));
        if (refusal.isPassing()) {
            response.putHeader("grpc-retry-pushback-ms", "1000");
        }
        response.end();
    }

    private static boolean isOpen(HttpServerResponse response) {
        return !response.ended() && !response.closed();
    }

    private static HttpServerResponse begin(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc+proto")
                .putHeader("grpc-accept-encoding", "identity,gzip,deflate");
    }

    private static String code(GrpcStatus status) {
        return Integer.toString(status.code());
    }

    /** What is no printable ASCII, and the percent sign, as gRPC's specification has it. */
    static String percentEncoded(String message) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : message.getBytes(StandardCharsets.UTF_8)) {
            if (each >= ' ' && each <= '~' && each != '%') {
                encoded.append((char) each);
            } else {
                encoded.append("%%%02X".formatted(each));
            }
        }
        return encoded.toString();
    }
}
