package dev.retort.cli.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The memory allocator of processes in which libtorch runs. With glibc's defaults its large tensors are mapped and
 * faulted in anew at each step, which costs up to half of the speed; tcmalloc keeps them, and glibc can be tuned to.
 */
public final class Allocator {
    private static final String TCMALLOC = "libtcmalloc_minimal.so.4";
    private static final List<String> FOLDERS = List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/usr/local/lib64",
            "/usr/local/lib");
    private static final String GLIBC_TUNABLES = "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296:"
            + "glibc.malloc.trim_threshold=17179869184:glibc.malloc.arena_max=1";

    private Allocator() {}

    /** Where tcmalloc lies on this machine. */
    public static Optional<Path> tcmalloc() {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, TCMALLOC))
                .filter(Files::isReadable)
                .findFirst();
    }

    public static boolean isLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    }

    /** Environment of a training process: tcmalloc where there is one, a tuned glibc else, nothing off Linux. */
    static Map<String, String> environment(Map<String, String> inherited) {
        return isLinux() ? environment(inherited, tcmalloc()) : Map.of();
    }

    /** What the user preloads or tunes stays. */
    static Map<String, String> environment(Map<String, String> inherited, Optional<Path> tcmalloc) {
        if (tcmalloc.isPresent()) {
            String preloads = String.join(
                    " ",
                    Stream.of(
                                    inherited.getOrDefault("LD_PRELOAD", ""),
                                    tcmalloc.get().toString())
                            .filter(library -> !library.isBlank())
                            .toList());
            return Map.of("LD_PRELOAD", preloads);
        }
        return inherited.containsKey("GLIBC_TUNABLES") ? Map.of() : Map.of("GLIBC_TUNABLES", GLIBC_TUNABLES);
    }
}
