package dev.retort.cli.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Small calls to services nearby. */
public final class HttpCalls {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private HttpCalls() {}

    /** @throws IOException if there is no answer */
    public static HttpAnswer get(URI address) throws IOException, InterruptedException {
        return get(address, ANSWER);
    }

    /**
     * As {@link #get(URI)}, for a question that takes its time.
     *
     * @param patience longest wait for the answer
     */
    public static HttpAnswer get(URI address, Duration patience) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address).GET(), patience);
    }

    /** @throws IOException if there is no answer */
    public static HttpAnswer post(URI address, String contentType, byte[] body)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                ANSWER);
    }

    private static HttpAnswer send(HttpRequest.Builder request, Duration patience)
            throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(
                request.header("Accept", "application/json").timeout(patience).build(),
                HttpResponse.BodyHandlers.ofString());
        return new HttpAnswer(response.statusCode(), response.body());
    }
}
