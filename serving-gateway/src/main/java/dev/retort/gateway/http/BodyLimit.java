package dev.retort.gateway.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says why a body is too large, before it is read, where Quarkus alone would answer without a word. */
@ApplicationScoped
class BodyLimit {
    /** Filters of a higher priority come first; Quarkus's own limit is at 2. */
    private static final int BEFORE_THE_LIMIT_OF_QUARKUS = 10;

    private final long greatestBytes;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize greatest) {
        this.greatestBytes = greatest.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_THE_LIMIT_OF_QUARKUS);
    }

    private void check(RoutingContext context) {
        long bytes = length(context.request());
        if (bytes <= greatestBytes) {
            context.next();
            return;
        }
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
        Answers.refuse(
                context,
                new ApiException(
                        413,
                        "the body has %,d bytes, more than the allowed %,d: send less in one request"
                                .formatted(bytes, greatestBytes)));
    }

    /** 0 where the request does not say, or says nonsense: then what comes is counted. */
    static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Math.max(0, Long.parseLong(length));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
