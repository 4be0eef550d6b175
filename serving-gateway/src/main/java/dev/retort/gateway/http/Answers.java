package dev.retort.gateway.http;

import dev.retort.gateway.domain.BackendAwayException;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.domain.Outcome;
import dev.retort.gateway.domain.RefusedModelException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** From what became of a question to what is said on the wire. */
final class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);

    /** Of HTTP/2: the answer is complete, and the request need not be. */
    private static final long NO_ERROR = 0;

    private Answers() {}

    /**
     * @param images that were asked about
     * @throws ApiException if there is no answer
     */
    static Logits logits(Outcome outcome, Images images) {
        return switch (outcome) {
            case Outcome.Answered answered -> finite(answered.logits(), images);
            case Outcome.QueueFull full -> throw ApiException.overloaded(full.waiting() + " requests wait already");
            case Outcome.WaitTooLong wait ->
                throw ApiException.overloaded("the deadline would pass: the wait is about "
                        + wait.expected().toMillis() + " ms");
            case Outcome.DeadlinePassed passed -> throw ApiException.late();
        };
    }

    /** What a failed stage means for who asked; a defect is logged. */
    static ApiException refusal(Throwable failure) {
        return switch (failure) {
            case ApiException e -> e;
            case CompletionException e when e.getCause() != null -> refusal(e.getCause());
            case ExecutionException e when e.getCause() != null -> refusal(e.getCause());
            case HttpClosedException e -> closed();
            case StreamResetException e -> closed();
            // What was asked is cancelled when its client has gone, and at no other time.
            case CancellationException e -> closed();
            case TimeoutException e -> ApiException.late();
            case RefusedModelException e -> new ApiException(404, "this version cannot answer: " + e.getMessage());
            case BackendAwayException e -> ApiException.unavailable(String.valueOf(e.getMessage()));
            case RejectedExecutionException e ->
                new ApiException(ApiException.UNAVAILABLE, "other versions are being loaded; try again in a moment");
            default -> defect(failure);
        };
    }

    /** @param failure of a stage; null only by a defect */
    static void refuse(RoutingContext context, @Nullable Throwable failure) {
        send(context.response(), refusal(failure == null ? new IllegalStateException("no failure") : failure))
                .onComplete(sent -> readNoMore(context));
    }

    /** The rest of a body that is still on its way is for nobody. */
    static void readNoMore(RoutingContext context) {
        if (context.request().isEnded()) {
            return;
        }
        if (context.request().version() == HttpVersion.HTTP_2) {
            // Other requests use the same connection.
            context.response().reset(NO_ERROR);
        } else {
            context.request().connection().close();
        }
    }

    private static Future<Void> send(HttpServerResponse response, ApiException refusal) {
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        response.setStatusCode(refusal.status()).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (refusal.isPassing()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        return response.end(
                JsonObject.of("error", String.valueOf(refusal.getMessage())).toBuffer());
    }

    private static ApiException closed() {
        return new ApiException(400, "the client closed the connection");
    }

    private static ApiException defect(Throwable failure) {
        UUID id = UUID.randomUUID();
        LOG.errorf(failure, "request failed, error %s", id);
        return new ApiException(500, "this is a defect of the gateway; its log says more under " + id);
    }

    private static Logits finite(Logits logits, Images images) {
        if (logits.areFinite()) {
            return logits;
        }
        if (images.arePixels()) {
            throw new ApiException(
                    500, "this version's answer is not finite: ask another one, and tell who promoted it");
        }
        throw ApiException.badRequest("the answer to these numbers is not finite: are they pixels in [0, 1]?");
    }
}
