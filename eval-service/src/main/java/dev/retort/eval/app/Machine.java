package dev.retort.eval.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What computes here, in words: times of two machines are not compared. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String WORDS = describe();

    private Machine() {}

    /** Such as {@code amd64, 2 processors, <model>}; without the model where the system does not tell. */
    static String words() {
        return WORDS;
    }

    private static String describe() {
        String machine = "%s, %d processors"
                .formatted(System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors());
        return lines().stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line ->
                        machine + ", " + line.substring(line.indexOf(':') + 1).strip())
                .orElse(machine);
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(PROCESSORS, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // Not a Linux.
            return List.of();
        }
    }
}
