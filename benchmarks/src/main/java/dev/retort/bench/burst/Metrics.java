package dev.retort.bench.burst;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a service says at {@code /q/metrics}. */
final class Metrics {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;

    /** @param service its base address */
    Metrics(URI service) {
        address = service.resolve("/q/metrics");
    }

    String exposition() throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Of the metric whose name and tags begin its line so; 0 where there is none. */
    static double value(String exposition, String nameAndTags) {
        return exposition
                .lines()
                .filter(line -> line.startsWith(nameAndTags))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
