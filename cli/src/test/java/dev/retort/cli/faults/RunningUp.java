package dev.retort.cli.faults;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.stack.DataFolder;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ./retort up} as a process of its own. */
final class RunningUp implements AutoCloseable {
    private static final long PATIENCE_MINUTES = 6;
    /** Some twenty steps, and a checkpoint, of a small run. */
    private static final int GREATEST_DELAY_MILLIS = 700;

    private final Process process;
    private final Path output;
    private final Path data;

    private RunningUp(Process process, Path output, Path data) {
        this.process = process;
        this.output = output;
        this.data = data;
    }

    static RunningUp start(Path experiment, Path data, int port, Path output) throws IOException {
        List<String> arguments = List.of(
                "up", "--experiment", experiment.toString(), "--data", data.toString(), "--port", String.valueOf(port));
        return new RunningUp(retort(arguments, output), output, data);
    }

    private static Process retort(List<String> arguments, Path output) throws IOException {
        Path home = Path.of("..").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dretort.home=" + home,
                "-jar",
                home.resolve("cli/target/cli-0.1.0-SNAPSHOT.jar").toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    /** What another command came to. */
    record Ended(int exitCode, String output) {}

    /** {@code ./retort NAME ARGUMENT} beside this one. */
    Ended command(String name, String argument) throws IOException, InterruptedException {
        Path said = Files.createTempFile(data.toAbsolutePath().getParent(), name, ".log");
        Process process = retort(List.of(name, argument, "--data", data.toString()), said);
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError(name + " does not end:\n" + Files.readString(said));
            }
            return new Ended(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Its log, once there is a broker. */
    RunLog log() {
        await(() -> isMine(DataFolder.stackFile(data)));
        return new RunLog(stack().kafka(), this::requireAlive);
    }

    /** Until ours is written there may be none, or one of an ./retort up that was killed. */
    private boolean isMine(Path stackFile) {
        try {
            return RunningStack.read(stackFile).pid() == process.pid();
        } catch (CommandFailure e) {
            return false;
        }
    }

    URI address(Service service) {
        return stack().address(service);
    }

    RunningStack stack() {
        return RunningStack.read(DataFolder.stackFile(data));
    }

    void awaitServing() {
        await(() -> output().contains("Serving. Ctrl-C stops everything."));
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
        while (!condition.holds()) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nothing for " + PATIENCE_MINUTES + " minutes:\n" + output());
            }
            pause();
        }
    }

    private void pause() {
        try {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("./retort up ended with exit code " + process.exitValue() + ":\n" + output());
        }
    }

    /** With -9, at some moment from now on: what a test waits for is always the end of something. */
    void killSoon(Service service, Random random) throws InterruptedException {
        process.waitFor(random.nextInt(GREATEST_DELAY_MILLIS), TimeUnit.MILLISECONDS);
        requireAlive();
        kill(service);
    }

    /** With -9. */
    void kill(Service service) {
        ProcessHandle victim = process.children()
                .filter(child -> child.info().commandLine().orElse("").contains("/" + service.module() + "/"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(service + " does not run"));
        victim.destroyForcibly();
        victim.onExit().join();
    }

    /** With -9; the services notice by themselves. */
    List<ProcessHandle> killItself() throws InterruptedException {
        List<ProcessHandle> orphans = process.children().toList();
        process.destroyForcibly().waitFor();
        return orphans;
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("./retort up does not end:\n" + output());
        }
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** By Ctrl-C; services that are left after that are killed, whatever the test came to. */
    @Override
    public void close() {
        List<ProcessHandle> services = process.children().toList();
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Stream.concat(services.stream(), process.descendants())
                .filter(ProcessHandle::isAlive)
                .forEach(ProcessHandle::destroyForcibly);
    }
}
