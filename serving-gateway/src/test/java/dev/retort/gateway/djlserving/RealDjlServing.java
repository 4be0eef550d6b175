package dev.retort.gateway.djlserving;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A DJL Serving that there is: one that runs where the system property {@code test.djl-serving} says, and sees directories as
 * this process does; or a container of the image {@code test.djl-serving.image} where the local engine has it. Nothing is
 * pulled. Not below {@code retort}: the service refuses keys there that it does not know.
 */
record RealDjlServing(URI address, Optional<String> container) {
    private static final String IMAGE =
            System.getProperty("test.djl-serving.image", "deepjavalibrary/djl-serving:0.36.0");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Empty where there is none. */
    static Optional<RealDjlServing> find(Path shared) throws IOException, InterruptedException {
        Optional<URI> running =
                Optional.ofNullable(System.getProperty("test.djl-serving")).map(URI::create);
        if (running.isPresent()) {
            return Optional.of(new RealDjlServing(running.get(), Optional.empty()));
        }
        if (docker(List.of("image", "inspect", IMAGE)).isEmpty()) {
            return Optional.empty();
        }
        String container = docker(List.of(
                        "run",
                        "--detach",
                        "--rm",
                        "--pull",
                        "never",
                        "--publish",
                        "127.0.0.1::8080",
                        "--volume",
                        shared + ":" + shared,
                        IMAGE))
                .orElseThrow(() -> new IllegalStateException("a container of " + IMAGE + " does not start"));
        String published = docker(List.of("port", container, "8080/tcp")).orElseThrow();
        RealDjlServing serving = new RealDjlServing(
                URI.create("http://" + published.lines().findFirst().orElseThrow()), Optional.of(container));
        await().atMost(PATIENCE).until(serving::answers);
        return Optional.of(serving);
    }

    static String absence() {
        return "skipped: no DJL Serving image " + IMAGE + " in the local engine, and no test.djl-serving";
    }

    void stop() throws InterruptedException {
        if (container.isPresent()) {
            docker(List.of("stop", container.get()));
        }
    }

    private boolean answers() throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest ping = HttpRequest.newBuilder(address.resolve("/ping")).build();
            return client.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it printed; empty where it failed, or where there is no docker. */
    private static Optional<String> docker(List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        command.addFirst("docker");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(printed.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
