package dev.retort.gateway.djlserving;

import dev.retort.gateway.config.DjlServingConfig;
import dev.retort.gateway.domain.BackendAwayException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The management and the inference interface of one DJL Serving process. Every call returns at once; what it returns
 * completes within its patience, with any status, or with {@link BackendAwayException} where there is none.
 */
final class DjlServing implements AutoCloseable {
    /** More than there are workers of the versions that are loaded at once. */
    private static final int CONNECTIONS = 256;

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration QUICK = Duration.ofSeconds(5);

    private final HttpClient client;
    private final URI inference;
    private final URI management;
    private final Duration registerPatience;

    DjlServing(Vertx vertx, DjlServingConfig config) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setConnectTimeout((int)
                        CONNECT_PATIENCE.toMillis()));
        this.inference = config.address();
        this.management = config.managementAddress().orElse(inference);
        this.registerPatience = config.registerPatience();
    }

    /** What it answered. */
    record Reply(int status, Buffer body) {
        private static final int SHOWN = 300;

        boolean isGood() {
            return status == 200;
        }

        /** For people. */
        String words() {
            return status + " "
                    + body.getString(0, Math.min(SHOWN, body.length())).replaceAll("\\s+", " ");
        }
    }

    /** Answers when the model is loaded, and not before: until then it would refuse to compute. */
    CompletableFuture<Reply> register(String name, String version, URI model, int workers) {
        String query = "/models?"
                + String.join(
                        "&",
                        List.of(
                                "url=" + encoded(model.toString()),
                                "model_name=" + encoded(name),
                                "model_version=" + encoded(version),
                                "engine=OnnxRuntime",
                                "batch_size=1",
                                // In milliseconds, and 0 counts as not told: that would be 100.
                                "max_batch_delay=1",
                                "min_worker=" + workers,
                                "max_worker=" + workers,
                                "synchronous=true"));
        return send(HttpMethod.POST, management, query, Buffer.buffer(), registerPatience);
    }

    /** Status 404 if it has no such model. */
    CompletableFuture<Reply> describe(String name, String version) {
        return send(HttpMethod.GET, management, path("models", name, version), Buffer.buffer(), QUICK);
    }

    /** Names and versions of what it has, as JSON. */
    CompletableFuture<Reply> list() {
        return send(HttpMethod.GET, management, "/models", Buffer.buffer(), QUICK);
    }

    CompletableFuture<Reply> unregister(String name, String version) {
        return send(HttpMethod.DELETE, management, path("models", name, version), Buffer.buffer(), QUICK);
    }

    /** @param tensor as {@link Safetensors}, and so is the answer */
    CompletableFuture<Reply> predict(String name, String version, Buffer tensor, Duration patience) {
        return send(HttpMethod.POST, inference, path("predictions", name, version), tensor, patience);
    }

    @Override
    public void close() {
        client.close();
    }

    private CompletableFuture<Reply> send(HttpMethod method, URI base, String path, Buffer body, Duration patience) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(base.resolve(path).toString())
                .putHeader(HttpHeaders.CONTENT_TYPE, Safetensors.TYPE)
                .putHeader(HttpHeaders.ACCEPT, Safetensors.TYPE);
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        client.request(options)
                .onFailure(reply::completeExceptionally)
                .onSuccess(request -> send(request, body, reply));
        return reply.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(away(base, patience, failure)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of what only cleans up
    private static void send(HttpClientRequest request, Buffer body, CompletableFuture<Reply> reply) {
        reply.whenComplete((answer, failure) -> {
            if (failure != null) {
                // Nobody waits for it: it need not be computed, and the connection is of no use.
                request.reset();
            }
        });
        request.send(body)
                .compose(response -> response.body().map(bytes -> new Reply(response.statusCode(), bytes)))
                .onSuccess(reply::complete)
                .onFailure(reply::completeExceptionally);
    }

    private static BackendAwayException away(URI base, Duration patience, Throwable failure) {
        return new BackendAwayException(
                failure instanceof TimeoutException
                        ? "DJL Serving at %s did not answer within %d ms".formatted(base, patience.toMillis())
                        : "DJL Serving at %s cannot be reached (%s)".formatted(base, failure.getMessage()),
                failure);
    }

    private static String path(String... segments) {
        return "/"
                + String.join(
                        "/", Arrays.stream(segments).map(DjlServing::encoded).toList());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
