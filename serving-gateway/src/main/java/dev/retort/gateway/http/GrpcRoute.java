package dev.retort.gateway.http;

import com.google.protobuf.MessageLite;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.http.GrpcMethods.Method;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The open inference protocol over gRPC, on the port of HTTP (HTTP/2, in clear). A call is received as every other body
 * is: counted while it arrives, on the event loop, whole or not at all.
 */
@ApplicationScoped
class GrpcRoute {
    private static final String PATH = "/inference.GRPCInferenceService/:method";

    /** Not of gRPC for browsers, which ends a call in another way. */
    private static final Pattern TYPE = Pattern.compile("application/grpc(\\+proto)?(;.*)?");

    private final GrpcMethods methods;
    private final Questions questions;
    private final BodyReader bodies;
    private final GatewayConfig config;
    private final MeterRegistry metrics;

    GrpcRoute(
            GrpcMethods methods, Questions questions, BodyReader bodies, GatewayConfig config, MeterRegistry metrics) {
        this.methods = methods;
        this.questions = questions;
        this.bodies = bodies;
        this.config = config;
        this.metrics = metrics;
        // There before the first call, so that one can watch for it.
        timer("ModelInfer", GrpcStatus.OK);
    }

    void register(@Observes Router router) {
        router.post(PATH).order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT).handler(this::call);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its last stage answers
    private void call(RoutingContext context) {
        if (!speaksGrpc(context.request())) {
            Answers.refuse(
                    context, new ApiException(415, "this path speaks gRPC: Content-Type application/grpc, HTTP/2"));
            return;
        }
        long start = System.nanoTime();
        Context eventLoop = context.vertx().getOrCreateContext();
        String name = context.pathParam("method");
        Optional<Method> method = methods.named(name);
        answer(context, method.orElse(call -> unknown(name)))
                .whenCompleteAsync(
                        (answer, failure) -> {
                            GrpcStatus status = GrpcAnswers.end(context, answer, failure);
                            // Names that clients make up would make meters without end.
                            timer(method.isPresent() ? name : "unknown", status)
                                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                        },
                        task -> eventLoop.runOnContext(ready -> task.run()));
    }

    private static boolean speaksGrpc(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && TYPE.matcher(type).matches() && request.version() == HttpVersion.HTTP_2;
    }

    private CompletableFuture<MessageLite> answer(RoutingContext context, Method method) {
        try {
            GrpcHeaders headers = GrpcHeaders.of(context.request());
            Deadline deadline = Questions.sooner(Deadline.in(config.deadline()), headers.patience());
            RequestEnd end = RequestEnd.of(context);
            return bodies.read(context, end)
                    .thenCompose(body -> unpacked(end, GrpcFrame.only(body), headers.coding()))
                    .thenCompose(message -> ask(method, new GrpcCall(context, end, headers, message, deadline)));
        } catch (ApiException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<ByteBuffer> unpacked(RequestEnd end, GrpcFrame frame, ContentCoding coding) {
        return frame.packed()
                ? bodies.unpack(end, coding, frame.bytes())
                : CompletableFuture.completedFuture(frame.bytes());
    }

    private CompletableFuture<MessageLite> ask(Method method, GrpcCall call) {
        if (call.deadline().hasPassed()) {
            throw ApiException.late();
        }
        return CompletableFuture.completedFuture(call)
                .thenComposeAsync(
                        method::answer, questions.parser(call.message().remaining()));
    }

    private Timer timer(String method, GrpcStatus status) {
        return metrics.timer("retort.gateway.grpc", "method", method, "status", status.name());
    }

    private static CompletableFuture<MessageLite> unknown(String name) {
        return CompletableFuture.failedFuture(new ApiException(501, "no method '" + name + "' in this service"));
    }
}
