package dev.retort.gateway.http;

import dev.retort.gateway.config.GatewayConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Receives a body on the event loop, and unpacks it beside. What a client has not sent takes no memory but a first room,
 * whatever it announced, and who sends too slowly or too much is answered before the end.
 */
@ApplicationScoped
class BodyReader {
    private final Vertx vertx;
    private final ByteBudget budget;
    private final long greatestBytes;
    private final Duration patience;
    private final Executor beside;

    @Inject
    BodyReader(
            Vertx vertx,
            ByteBudget budget,
            GatewayConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize greatest) {
        this(vertx, budget, config, greatest, Executors.newVirtualThreadPerTaskExecutor());
    }

    /** @param beside where bodies are unpacked */
    BodyReader(Vertx vertx, ByteBudget budget, GatewayConfig config, MemorySize greatest, Executor beside) {
        this.vertx = vertx;
        this.budget = budget;
        this.patience = config.bodyPatience();
        this.greatestBytes = greatest.asLongValue();
        this.beside = beside;
    }

    /**
     * The body, from the start of an array. Fails with {@link ApiException}. Its bytes count as taken until the request
     * has ended. To be called on the event loop, before anything else reads the request.
     */
    CompletableFuture<ByteBuffer> read(RoutingContext context, RequestEnd end) {
        return read(context, end, greatestBytes);
    }

    /** As {@link #read(RoutingContext, RequestEnd)}, of a body that needs to be no larger than that. */
    CompletableFuture<ByteBuffer> read(RoutingContext context, RequestEnd end, long greatest) {
        BodyAccount account = account(end, Math.min(greatest, greatestBytes));
        try {
            ContentCoding coding = ContentCoding.of(context.request());
            CompletableFuture<GrowingBytes> received = receive(context.request(), account);
            return coding == ContentCoding.IDENTITY
                    ? received.thenApply(GrowingBytes::view)
                    : received.thenApplyAsync(packed -> unpack(coding, packed, account), beside);
        } catch (ApiException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** For a request whose head is refused: fails with that once its body is read, so that its client reads the answer. */
    <T> CompletableFuture<T> refused(RoutingContext context, RequestEnd end, ApiException why) {
        return read(context, end).thenCompose(body -> CompletableFuture.failedFuture(why));
    }

    /** For what is packed within a body. Its plain bytes count as taken until the request has ended. */
    CompletableFuture<ByteBuffer> unpack(RequestEnd end, ContentCoding coding, ByteBuffer packed) {
        BodyAccount account = account(end, greatestBytes);
        return CompletableFuture.supplyAsync(
                () -> coding.unpack(packed, new GrowingBytes(account, 0)).view(), beside);
    }

    private BodyAccount account(RequestEnd end, long greatest) {
        BodyAccount account = new BodyAccount(budget, greatest);
        end.then(account::close);
        return account;
    }

    private static ByteBuffer unpack(ContentCoding coding, GrowingBytes packed, BodyAccount account) {
        GrowingBytes plain = coding.unpack(packed.view(), new GrowingBytes(account, 0));
        packed.drop();
        return plain.view();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of what cancels the timer
    private CompletableFuture<GrowingBytes> receive(HttpServerRequest request, BodyAccount account) {
        GrowingBytes bytes = new GrowingBytes(account, BodyLimit.length(request));
        CompletableFuture<GrowingBytes> body = new CompletableFuture<>();
        long timer = vertx.setTimer(patience.toMillis(), id -> body.completeExceptionally(slow()));
        body.whenComplete((whole, failure) -> vertx.cancelTimer(timer));
        request.handler(chunk -> receive(body, bytes, chunk));
        request.exceptionHandler(body::completeExceptionally);
        request.endHandler(end -> body.complete(bytes));
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
        return body;
    }

    private static void receive(CompletableFuture<GrowingBytes> body, GrowingBytes bytes, Buffer chunk) {
        if (body.isDone()) {
            return;
        }
        try {
            bytes.append(chunk);
        } catch (ApiException e) {
            body.completeExceptionally(e);
        }
    }

    private ApiException slow() {
        return new ApiException(408, "the body did not arrive within " + patience.toMillis() + " ms");
    }
}
