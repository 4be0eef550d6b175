package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.retort.gateway.app.Sampling;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** What an image really showed: {@code POST /feedback}. Received as every other body, counted and within its time. */
@ApplicationScoped
class FeedbackRoute {
    /** An id of 128 characters and the longest label that anybody gave a class leave most of it unused. */
    private static final long GREATEST_BYTES = 4096;

    private static final int ACCEPTED = 202;

    private final Feedback feedback;
    private final Sampling sampling;
    private final BodyReader bodies;
    private final ObjectReader json;
    private final Executor beside = Executors.newVirtualThreadPerTaskExecutor();

    FeedbackRoute(Feedback feedback, Sampling sampling, BodyReader bodies, ObjectMapper json) {
        this.feedback = feedback;
        this.sampling = sampling;
        this.bodies = bodies;
        this.json = json.readerFor(Feedback.Said.class);
    }

    void register(@Observes Router router) {
        router.post("/feedback")
                .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                .handler(this::take);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its last stage answers
    private void take(RoutingContext context) {
        Context eventLoop = context.vertx().getOrCreateContext();
        taken(context, RequestEnd.of(context))
                .whenCompleteAsync(
                        (taken, failure) -> send(context, taken, failure),
                        task -> eventLoop.runOnContext(ready -> task.run()));
    }

    private CompletableFuture<Feedback.Taken> taken(RoutingContext context, RequestEnd end) {
        try {
            requireWanted(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
            return bodies.read(context, end, GREATEST_BYTES).thenApplyAsync(body -> feedback.take(read(body)), beside);
        } catch (ApiException e) {
            return bodies.refused(context, end, e);
        }
    }

    private void requireWanted(@Nullable String type) {
        if (!sampling.isOn()) {
            throw new ApiException(
                    403,
                    "no request is sampled here, so that labels are of no use: retort.gateway.feedback.share is 0");
        }
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new ApiException(415, "Content-Type '" + type + "': send application/json");
        }
    }

    private Feedback.Said read(ByteBuffer body) {
        try {
            int start = body.arrayOffset() + body.position();
            Feedback.@Nullable Said said =
                    body.hasRemaining() ? json.readValue(body.array(), start, body.remaining()) : null;
            if (said == null) {
                throw ApiException.badRequest("the body is empty: " + Feedback.FORM);
            }
            return said;
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(
                    "%s, got other JSON, or none: %s".formatted(Feedback.FORM, e.getOriginalMessage()));
        } catch (IOException e) {
            // Bytes that are no UTF-8.
            throw ApiException.badRequest("%s, got no JSON: %s".formatted(Feedback.FORM, e.getMessage()));
        }
    }

    private static void send(RoutingContext context, Feedback.@Nullable Taken taken, @Nullable Throwable failure) {
        if (taken == null) {
            Answers.refuse(context, failure);
        } else if (!context.response().closed()) {
            context.response()
                    .setStatusCode(ACCEPTED)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(JsonObject.of("sample", taken.sample(), "label", taken.label())
                            .toBuffer());
        }
    }
}
