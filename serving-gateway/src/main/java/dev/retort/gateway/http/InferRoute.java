package dev.retort.gateway.http;

import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.http.Questions.Answer;
import dev.retort.gateway.http.Questions.Target;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Inference in the open inference protocol over HTTP, from socket to queue and back on the event loop: no thread waits
 * for a body, and only what is there whole reaches a worker.
 */
@ApplicationScoped
class InferRoute {
    private static final List<String> PATHS =
            List.of("/v2/models/:model/infer", "/v2/models/:model/versions/:version/infer");

    private final Questions questions;
    private final GatewayConfig config;
    private final BodyReader bodies;

    InferRoute(Questions questions, GatewayConfig config, BodyReader bodies) {
        this.questions = questions;
        this.config = config;
        this.bodies = bodies;
    }

    void register(@Observes Router router) {
        PATHS.forEach(path -> router.post(path)
                .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                .handler(this::infer));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its last stage answers
    private void infer(RoutingContext context) {
        Context eventLoop = context.vertx().getOrCreateContext();
        answer(context, RequestEnd.of(context))
                .whenCompleteAsync(
                        (answer, failure) -> send(context, answer, failure),
                        task -> eventLoop.runOnContext(ready -> task.run()));
    }

    /** The client's patience begins with the head of its request, however long the body takes. */
    private CompletableFuture<Answer> answer(RoutingContext context, RequestEnd end) {
        try {
            InferenceHeaders headers = InferenceHeaders.of(context.request());
            Deadline deadline = Questions.sooner(Deadline.in(config.deadline()), headers.patience());
            return headers.within(bodies.read(context, end))
                    .thenCompose(body -> ask(context, end, headers, body, deadline));
        } catch (ApiException e) {
            return bodies.refused(context, end, e);
        }
    }

    private CompletableFuture<Answer> ask(
            RoutingContext context, RequestEnd end, InferenceHeaders headers, ByteBuffer body, Deadline deadline) {
        Target target =
                new Target(context.pathParam("model"), Optional.ofNullable(context.pathParam("version")), deadline);
        return questions.ask(
                target,
                body.remaining(),
                reader -> reader.read(body, headers.jsonBytes()).orCalled(headers.requestId()),
                end::then);
    }

    private static void send(RoutingContext context, @Nullable Answer answer, @Nullable Throwable failure) {
        try {
            if (answer == null) {
                Answers.refuse(context, failure);
            } else if (!context.response().closed()) {
                context.response()
                        .putHeader(
                                InferenceHeaders.REQUEST_ID,
                                answer.request().requestId().text());
                ResponseWriter.send(context.response(), answer.request(), answer.model(), answer.logits());
            }
        } catch (RuntimeException e) {
            Answers.refuse(context, e);
        }
    }
}
