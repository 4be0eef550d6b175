package dev.retort.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that are called from one folder, with some variables. */
final class Commands {
    private static final int PATIENCE_MINUTES = 8;

    private final Path folder;
    private final Map<String, String> environment;

    Commands(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    /** What it writes; an error if it does not end well. */
    String run(String... command) throws IOException, InterruptedException {
        Ended ended = call(command);
        if (ended.exitCode() != 0) {
            throw new AssertionError(
                    "%s ended with %d:%n%s".formatted(String.join(" ", command), ended.exitCode(), ended.output()));
        }
        return ended.output();
    }

    boolean succeeds(String... command) {
        try {
            return call(command).exitCode() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private record Ended(int exitCode, String output) {}

    private Ended call(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (path, java) -> java + ":" + path);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " does not end");
        }
        return new Ended(process.exitValue(), output);
    }
}
