package dev.retort.gateway.http;

import dev.retort.gateway.config.GatewayConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
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
    private final Executor beside = Executors.newVirtualThreadPerTaskExecutor();

    BodyReader(
            Vertx vertx,
            ByteBudget budget,
            GatewayConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize greatest) {
        this.vertx = vertx;
        this.budget = budget;
        this.patience = config.bodyPatience();
        this.greatestBytes = greatest.asLongValue();
    }

    /**
     * The body, from the start of an array. Fails with {@link ApiException}. Its bytes count as taken until the request
     * is answered.
     */
    CompletableFuture<ByteBuffer> read(RoutingContext context) {
        AtomicLong taken = new AtomicLong();
        context.addEndHandler(ended -> budget.give(taken.getAndSet(0)));
        try {
            ContentCoding coding = ContentCoding.of(context.request());
            CompletableFuture<ByteBuffer> packed = receive(context, taken);
            return coding == ContentCoding.IDENTITY
                    ? packed
                    : packed.thenApplyAsync(body -> coding.unpack(body, more -> take(more, taken)), beside);
        } catch (ApiException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** For what is packed within a body. Its plain bytes count as taken until the request is answered. */
    CompletableFuture<ByteBuffer> unpack(RoutingContext context, ContentCoding coding, ByteBuffer packed) {
        AtomicLong taken = new AtomicLong();
        context.addEndHandler(ended -> budget.give(taken.getAndSet(0)));
        return CompletableFuture.supplyAsync(() -> coding.unpack(packed, more -> take(more, taken)), beside);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of what cancels the timer
    private CompletableFuture<ByteBuffer> receive(RoutingContext context, AtomicLong taken) {
        HttpServerRequest request = context.request();
        Receipt receipt = new Receipt();
        long timer = vertx.setTimer(patience.toMillis(), id -> receipt.fail(slow()));
        receipt.body.whenComplete((body, failure) -> vertx.cancelTimer(timer));
        request.handler(chunk -> receive(receipt, chunk, taken));
        request.exceptionHandler(receipt::fail);
        request.endHandler(end -> receipt.complete());
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
        return receipt.body;
    }

    private void receive(Receipt receipt, Buffer chunk, AtomicLong taken) {
        if (receipt.body.isDone()) {
            return;
        }
        try {
            take(chunk.length(), taken);
            receipt.append(chunk);
        } catch (ApiException e) {
            receipt.fail(e);
        }
    }

    private void take(long bytes, AtomicLong taken) {
        if (taken.get() + bytes > greatestBytes) {
            throw new ApiException(
                    413,
                    "the body has more than the allowed %,d bytes: send less in one request".formatted(greatestBytes));
        }
        budget.take(bytes);
        taken.addAndGet(bytes);
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
