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
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Receives a body on the event loop, and unpacks it beside. What a client has not sent takes no memory, whatever it
 * announced, and who sends too slowly or too much is answered before the end.
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
     * is answered.
     */
    CompletableFuture<ByteBuffer> read(RoutingContext context) {
        BodyAccount account = new BodyAccount(budget, greatestBytes);
        context.addEndHandler(ended -> account.close());
        try {
            ContentCoding coding = ContentCoding.of(context.request());
            CompletableFuture<ByteBuffer> received = receive(context, account);
            return coding == ContentCoding.IDENTITY
                    ? received
                    : received.thenApplyAsync(packed -> unpack(coding, packed, account), beside);
        } catch (ApiException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** For what is packed within a body. Its plain bytes count as taken until the request is answered. */
    CompletableFuture<ByteBuffer> unpack(RoutingContext context, ContentCoding coding, ByteBuffer packed) {
        BodyAccount account = new BodyAccount(budget, greatestBytes);
        context.addEndHandler(ended -> account.close());
        return CompletableFuture.supplyAsync(() -> coding.unpack(packed, account::unpacked), beside);
    }

    private static ByteBuffer unpack(ContentCoding coding, ByteBuffer packed, BodyAccount account) {
        ByteBuffer plain = coding.unpack(packed, account::unpacked);
        account.packedIsGone();
        return plain;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of what cancels the timer
    private CompletableFuture<ByteBuffer> receive(RoutingContext context, BodyAccount account) {
        HttpServerRequest request = context.request();
        Receipt receipt = new Receipt();
        long timer = vertx.setTimer(patience.toMillis(), id -> receipt.fail(slow()));
        receipt.body.whenComplete((body, failure) -> vertx.cancelTimer(timer));
        request.handler(chunk -> receive(receipt, chunk, account));
        request.exceptionHandler(receipt::fail);
        request.endHandler(end -> receipt.complete());
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
        return receipt.body;
    }

    private static void receive(Receipt receipt, Buffer chunk, BodyAccount account) {
        if (receipt.body.isDone()) {
            return;
        }
        try {
            account.received(chunk.length());
            receipt.append(chunk);
        } catch (ApiException e) {
            receipt.fail(e);
        }
    }

    private ApiException slow() {
        return new ApiException(408, "the body did not arrive within " + patience.toMillis() + " ms");
    }

    /** What has arrived. Used on one event loop alone. */
    private static final class Receipt {
        private static final int USUAL_BYTES = 16 * 1024;

        private final CompletableFuture<ByteBuffer> body = new CompletableFuture<>();
        private byte[] bytes = new byte[USUAL_BYTES];
        private int length;

        void append(Buffer chunk) {
            int needed = length + chunk.length();
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(
                        bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * bytes.length)));
            }
            chunk.getBytes(bytes, length);
            length = needed;
        }

        void complete() {
            body.complete(ByteBuffer.wrap(bytes, 0, length));
        }

        void fail(Throwable why) {
            body.completeExceptionally(why);
        }
    }
}
