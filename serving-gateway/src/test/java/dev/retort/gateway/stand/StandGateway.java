package dev.retort.gateway.stand;

import dev.retort.contracts.Digest;
import dev.retort.local.LocalStack;
import dev.retort.local.LocalStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged gateway as a process, with the options of {@code ./retort up}. */
final class StandGateway {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:MaxRAMPercentage=20",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xlog:cds*=off",
            "-Xlog:aot*=off");

    private final Process process;
    private final URI address;
    private final HttpClient client = HttpClient.newHttpClient();

    private StandGateway(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** @param directory its cache and its log go there */
    static StandGateway start(LocalStack stack, Path directory, Path jar, int port) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(OPTIONS);
        command.addAll(classes(jar, directory));
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_PORT", Integer.toString(port),
                        "KAFKA_BOOTSTRAP_SERVERS", stack.broker().bootstrapServers(),
                        "RETORT_STORE_ENDPOINT", stack.store().endpoint(),
                        "RETORT_STORE_ACCESS_KEY", LocalStore.ACCESS_KEY,
                        "RETORT_STORE_SECRET_KEY", LocalStore.SECRET_KEY,
                        "RETORT_STORE_BUCKET", LocalStore.BUCKET,
                        "RETORT_CACHE_DIRECTORY", cache(directory).toString()));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("gateway.log").toFile()))
                .start();
        return new StandGateway(process, URI.create("http://127.0.0.1:" + port));
    }

    /** As an image starts where {@code deploy/remember-start} was run on it, and else as {@code ./retort up} does. */
    private static List<String> classes(Path jar, Path directory) {
        Path remembered = jar.resolveSibling("start.aot");
        return Files.exists(remembered)
                ? List.of("-XX:AOTCache=" + remembered)
                : List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + directory.resolve("start.jsa"));
    }

    static Path cache(Path directory) {
        return directory.resolve("cache");
    }

    long pid() {
        return process.pid();
    }

    void awaitReady() throws InterruptedException {
        await(() -> get("/v2/health/ready").statusCode() == 200);
    }

    /** Until an image is answered by this version. */
    void awaitAnswerOf(Digest version) throws InterruptedException {
        HttpRequest image = HttpRequest.newBuilder(address.resolve("/v2/models/champion/infer"))
                .header("Inference-Header-Content-Length", "0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[StandVersions.SHAPE.size() * Float.BYTES]))
                .build();
        await(() -> send(image).body().contains(version.hex()));
    }

    /** Until a trial answers, or none is on. */
    void awaitTrial(boolean on) throws InterruptedException {
        await(() -> get("/trials").body().contains("\"answering\":true") == on);
    }

    private interface Sight {
        boolean isThere() throws IOException, InterruptedException;
    }

    private void await(Sight sight) throws InterruptedException {
        while (!isThere(sight)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the gateway ended with " + process.exitValue());
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private static boolean isThere(Sight sight) throws InterruptedException {
        try {
            return sight.isThere();
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path)).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    void stop() throws InterruptedException {
        client.close();
        process.destroy();
        process.waitFor();
    }
}
