package dev.retort.distill.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Linux says of the first processor; nothing elsewhere. */
record CpuInfo(List<String> lines) {
    private static final Path FILE = Path.of("/proc/cpuinfo");

    CpuInfo {
        lines = List.copyOf(lines);
    }

    static CpuInfo read() {
        try (Stream<String> lines = Files.lines(FILE)) {
            return new CpuInfo(lines.takeWhile(line -> !line.isBlank()).toList());
        } catch (IOException e) {
            return new CpuInfo(List.of());
        }
    }

    /** Its name, or on ARM the numbers that stand for it. */
    String model() {
        return value("model name")
                .or(() -> value("CPU implementer")
                        .map(implementer ->
                                implementer + " " + value("CPU part").orElse("")))
                .orElse("unknown")
                .strip();
    }

    /** Extensions of its instruction set. */
    List<String> flags() {
        return value("flags")
                .or(() -> value("Features"))
                .map(flags -> List.of(flags.split("\\s+")))
                .orElse(List.of());
    }

    private Optional<String> value(String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
