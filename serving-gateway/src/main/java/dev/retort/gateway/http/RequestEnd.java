package dev.retort.gateway.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;

/**
 * The end of a request: it is answered, or its client has gone. Vert.x alone never calls who asks for it too late, and takes
 * requests for it on the event loop only.
 */
final class RequestEnd {
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** On the event loop. */
    static RequestEnd of(RoutingContext context) {
        RequestEnd end = new RequestEnd();
        context.addEndHandler(ended -> end.come());
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            end.come();
        }
        return end;
    }

    /** It is over now. */
    void come() {
        end.complete(null);
    }

    /** Runs then, or now if it is over. From any thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the action
    void then(Runnable action) {
        end.thenRun(action);
    }

    boolean isOver() {
        return end.isDone();
    }
}
