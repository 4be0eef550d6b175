package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.RequestId;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Images in, their classes out: {@code POST /predict}, an image as the body, or one or several as fields {@code image} of a
 * form.
 */
@ApplicationScoped
class PredictRoute {
    private static final String USUAL_CLASSES = "5";

    private final ImageClasses classes;
    private final BodyReader bodies;
    private final ObjectMapper json;
    private final int greatestImages;
    private final Duration deadline;
    private final Executor beside = Executors.newVirtualThreadPerTaskExecutor();

    PredictRoute(ImageClasses classes, BodyReader bodies, ObjectMapper json, GatewayConfig config) {
        this.classes = classes;
        this.bodies = bodies;
        this.json = json;
        this.greatestImages = config.greatestBatch();
        this.deadline = config.deadline();
    }

    void register(@Observes Router router) {
        router.post("/predict").order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT).handler(this::predict);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its last stage answers
    private void predict(RoutingContext context) {
        Context eventLoop = context.vertx().getOrCreateContext();
        RequestId id = RequestId.of(Optional.ofNullable(context.request().getHeader(InferenceHeaders.REQUEST_ID)));
        context.response().putHeader(InferenceHeaders.REQUEST_ID, id.text());
        answer(context, RequestEnd.of(context), id)
                .whenCompleteAsync(
                        (answer, failure) -> send(context, answer, failure),
                        task -> eventLoop.runOnContext(ready -> task.run()));
    }

    /** The client's patience begins with the head of its request, however long the body takes. */
    private CompletableFuture<Buffer> answer(RoutingContext context, RequestEnd end, RequestId id) {
        try {
            InferenceHeaders headers = InferenceHeaders.of(context.request());
            Asker asker = new Asker(Questions.sooner(Deadline.in(deadline), headers.patience()), end);
            return headers.within(bodies.read(context, end))
                    .thenApplyAsync(body -> answer(context, body, id, asker), beside);
        } catch (ApiException e) {
            return bodies.refused(context, end, e);
        }
    }

    private Buffer answer(RoutingContext context, ByteBuffer body, RequestId id, Asker asker) {
        List<ByteBuffer> images = images(context, body);
        ImageClasses.Answer answer = classes.of(images, count(context), id, asker);
        return encode(images.size() == 1 ? PredictAnswer.ofOne(answer, id) : PredictAnswer.ofSeveral(answer, id));
    }

    private List<ByteBuffer> images(RoutingContext context, ByteBuffer body) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String lower = type == null ? "application/octet-stream" : type.toLowerCase(Locale.ROOT);
        if (lower.startsWith("multipart/form-data")) {
            return new Form(body, String.valueOf(type)).fields("image", greatestImages);
        }
        if (!lower.startsWith("image/") && !lower.startsWith("application/octet-stream")) {
            throw new ApiException(
                    415,
                    "Content-Type '" + type + "': send an image as image/png, image/jpeg, image/webp or"
                            + " application/octet-stream, or a form with it as field 'image'");
        }
        if (!body.hasRemaining()) {
            throw ApiException.badRequest("the body is empty: send a PNG, JPEG or WebP image");
        }
        return List.of(body);
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

    private Buffer encode(PredictAnswer answer) {
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
