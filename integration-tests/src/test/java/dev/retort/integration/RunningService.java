package dev.retort.integration;

import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.process.ClassArchive;
import dev.retort.cli.process.Readiness;
import dev.retort.cli.stack.Installation;
import dev.retort.cli.stack.Service;
import dev.retort.local.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One service as built, as a process. */
final class RunningService implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final URI address;
    private final Path log;

    private RunningService(Process process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /** @param told its configuration, as environment variables */
    static RunningService start(Service service, Map<String, String> told, Path folder) throws IOException {
        int port = Ports.free();
        Files.createDirectories(folder.resolve("tmp"));
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_HTTP_HOST", HOST);
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("RETORT_CACHE_DIRECTORY", folder.resolve("cache").toString());
        environment.put(
                "RETORT_PARENT_PID", String.valueOf(ProcessHandle.current().pid()));
        environment.put("GOMP_SPINCOUNT", "5000");
        environment.putAll(told);
        Path log = folder.resolve(service.module() + ".log");
        Path jar = new Installation(ComposeFile.TOP).jar(service);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:MaxRAMPercentage=20",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + folder.resolve("tmp")));
        command.addAll(ClassArchive.options(jar));
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new RunningService(builder.start(), URI.create("http://" + HOST + ":" + port), log);
    }

    URI at(String path) {
        return address.resolve(path);
    }

    long pid() {
        return process.pid();
    }

    /** Also that it lives: one that has died will not come to anything. */
    Readiness readiness() throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("it has ended with exit code %d:%n%s".formatted(process.exitValue(), log()));
        }
        return Readiness.ask(address);
    }

    boolean isLive() throws IOException, InterruptedException {
        return HttpCalls.get(at("/q/health/live")).status() == 200;
    }

    /** As Prometheus gets them. */
    String metrics() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(at("/q/metrics"))
                    .header("Accept", "text/plain")
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** With -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
