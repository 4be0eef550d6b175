package dev.retort.cli;

import dev.retort.cli.stack.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "bench",
        description = "Runs a benchmark, or lists them. Each is an executable under benchmarks/.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Which one; lists all without it.")
    @Nullable
    String name;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARGUMENT", description = "For the benchmark.")
    List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Installation installation = Installation.current();
        if (name == null) {
            list(installation.benchmarks());
            return ExitCode.OK;
        }
        Path script = installation.benchmarks().resolve(name);
        if (!isBenchmark(script)) {
            throw CommandFailure.usage("there is no benchmark %s; ./retort bench lists them".formatted(name));
        }
        return run(script, installation.home());
    }

    private int run(Path script, Path home) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .directory(home.toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw CommandFailure.environment("%s cannot be run: %s".formatted(script, e.getMessage()), e);
        }
    }

    private static void list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(BenchCommand::isBenchmark)
                    .sorted()
                    .forEach(file -> System.out.printf("  %-20s %s%n", file.getFileName(), about(file)));
        } catch (IOException e) {
            System.out.println("There are no benchmarks: " + directory + " is missing.");
        }
    }

    private static boolean isBenchmark(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** The first comment of the script. */
    private static String about(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("# "))
                    .findFirst()
                    .map(line -> line.substring(2))
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
