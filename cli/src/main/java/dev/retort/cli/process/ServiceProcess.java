package dev.retort.cli.process;

import dev.retort.cli.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service as a child of this process, started again under the same address when asked. */
public final class ServiceProcess {
    private static final int TAIL_LINES = 20;
    /** A shell's way to number signals: 128 and the signal. */
    private static final int SIGNALS = 128;

    private final Launch launch;
    private Process process;

    /**
     * How to start it.
     *
     * @param name for messages
     * @param environment on top of ours
     * @param address where it will answer
     * @param log takes its output, appended
     */
    public record Launch(String name, List<String> command, Map<String, String> environment, URI address, Path log) {
        public Launch {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    private ServiceProcess(Launch launch, Process process) {
        this.launch = launch;
        this.process = process;
    }

    /** @throws CommandFailure if there is no such program */
    public static ServiceProcess start(Launch launch) {
        return new ServiceProcess(launch, spawn(launch));
    }

    private static Process spawn(Launch launch) {
        ProcessBuilder builder = new ProcessBuilder(launch.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        tell(builder.environment(), launch.environment());
        try {
            Process started = builder.start();
            started.getOutputStream().close();
            return started;
        } catch (IOException e) {
            throw CommandFailure.environment("%s cannot be started: %s".formatted(launch.name(), e.getMessage()), e);
        }
    }

    /** What the shell says of some other broker or store is not for services that are told of theirs. */
    static void tell(Map<String, String> inherited, Map<String, String> told) {
        inherited.keySet().removeIf(variable -> variable.startsWith("KAFKA_") || variable.startsWith("RETORT_STORE_"));
        inherited.putAll(told);
    }

    void restart() {
        process = spawn(launch);
    }

    public String name() {
        return launch.name();
    }

    public URI address() {
        return launch.address();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether a signal ended it, the system's or somebody's, and not its own doing; only once it has ended. */
    boolean wasKilled() {
        return process.exitValue() > SIGNALS;
    }

    /** How it ended, with the last lines of its log; only once it has ended. */
    String obituary() {
        return "%s ended with exit code %d%s%nThe end of %s:%n  %s"
                .formatted(
                        name(),
                        process.exitValue(),
                        meaning(process.exitValue()),
                        launch.log(),
                        String.join(System.lineSeparator() + "  ", LogTail.of(launch.log(), TAIL_LINES)));
    }

    private static String meaning(int exitCode) {
        return switch (exitCode) {
            case 134 -> " (aborted: a defect in native code)";
            case 137 -> " (killed: was the memory short?)";
            case 139 -> " (crashed: a defect in native code)";
            case 143 -> " (asked to stop)";
            default -> "";
        };
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Asks it to stop; returns at once. */
    void askToStop() {
        process.destroy();
    }

    /** Waits for its end, and kills it when that takes longer. */
    void awaitEnd(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
