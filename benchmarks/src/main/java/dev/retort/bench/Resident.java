package dev.retort.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Memory of this process that is resident, in MiB of 2²⁰ bytes, as Linux counts it. */
final class Resident {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIB_A_MIB = 1024;

    private Resident() {}

    static long now() {
        return read("VmRSS:");
    }

    /** Since the process began. */
    static long greatest() {
        return read("VmHWM:");
    }

    private static long read(String key) {
        return lines().stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(
                                line.substring(key.length()).replace("kB", "").trim())
                        / KIB_A_MIB)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(STATUS + " has no " + key));
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(STATUS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STATUS + ": this benchmark needs Linux", e);
        }
    }
}
