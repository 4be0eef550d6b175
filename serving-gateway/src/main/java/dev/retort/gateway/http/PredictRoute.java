package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An image in, its classes out: {@code POST /predict}, the image as the body or as field {@code image} of a form. */
@ApplicationScoped
class PredictRoute {
    private static final String USUAL_CLASSES = "5";

    private final ImageClasses classes;
    private final BodyReader bodies;
    private final ObjectMapper json;
    private final Executor beside = Executors.newVirtualThreadPerTaskExecutor();

    PredictRoute(ImageClasses classes, BodyReader bodies, ObjectMapper json) {
        this.classes = classes;
        this.bodies = bodies;
        this.json = json;
    }

    void register(@Observes Router router) {
        router.post("/predict").order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT).handler(this::predict);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its last stage answers
    private void predict(RoutingContext context) {
        Context eventLoop = context.vertx().getOrCreateContext();
        bodies.read(context)
                .thenApplyAsync(body -> encode(classes.of(image(context, body), count(context))), beside)
                .whenCompleteAsync(
                        (answer, failure) -> send(context, answer, failure),
                        task -> eventLoop.runOnContext(ready -> task.run()));
    }

    private static byte[] image(RoutingContext context, ByteBuffer body) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String lower = type == null ? "application/octet-stream" : type.toLowerCase(Locale.ROOT);
        if (lower.startsWith("multipart/form-data")) {
            return bytes(new Form(body, String.valueOf(type)).field("image"));
        }
        if (!lower.startsWith("image/") && !lower.startsWith("application/octet-stream")) {
            throw new ApiException(
                    415,
                    "Content-Type '" + type + "': send an image as image/png, image/jpeg or application/octet-stream,"
                            + " or a form with it as field 'image'");
        }
        return bytes(body);
    }

    private static byte[] bytes(ByteBuffer image) {
        byte[] bytes = new byte[image.remaining()];
        image.duplicate().get(bytes);
        return bytes;
    }

    private static int count(RoutingContext context) {
        String k = context.queryParams().contains("k") ? context.queryParams().get("k") : USUAL_CLASSES;
        try {
            int count = Integer.parseInt(k);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below, with the others.
        }
        throw ApiException.badRequest("k is " + k + ": ask for a number of classes, at least one");
    }

    private Buffer encode(ImageClasses.Answer answer) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that has no JSON form: " + answer, e);
        }
    }

    private static void send(RoutingContext context, @Nullable Buffer answer, @Nullable Throwable failure) {
        if (answer == null) {
            Answers.refuse(context, failure);
        } else if (!context.response().closed()) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(answer);
        }
    }
}
