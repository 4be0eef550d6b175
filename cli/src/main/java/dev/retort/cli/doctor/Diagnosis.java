package dev.retort.cli.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the facts of a machine mean for Retort. */
public final class Diagnosis {
    private static final int LEAST_JAVA = 25;
    private static final long GIB = 1L << 30;
    /** Five JVMs with libtorch in two of them. */
    private static final long LEAST_MEMORY_GIB = 3;

    private static final long GOOD_MEMORY_GIB = 6;
    private static final long LEAST_DISK_GIB = 2;
    private static final long GOOD_DISK_GIB = 10;
    private static final Pattern MAVEN = Pattern.compile("(\\d+)\\.(\\d+)\\S*");

    private Diagnosis() {}

    public static List<Finding> of(Machine machine, int port, boolean portIsFree) {
        return List.of(
                java(machine),
                maven(machine),
                processors(machine),
                memory(machine),
                disk(machine),
                port(port, portIsFree),
                allocator(machine),
                docker(machine));
    }

    private static Finding java(Machine machine) {
        String found = String.valueOf(machine.javaVersion());
        return machine.javaVersion() >= LEAST_JAVA
                ? Finding.ok("JDK", found)
                : Finding.fail("JDK", found, "install a JDK 25 or newer and set JAVA_HOME to it");
    }

    private static Finding maven(Machine machine) {
        Optional<Matcher> version = machine.maven().map(MAVEN::matcher).filter(Matcher::find);
        if (version.isEmpty()) {
            return Finding.fail(
                    "Maven", "not found", "install it: apt install maven, dnf install maven or brew install maven");
        }
        int major = Integer.parseInt(version.get().group(1));
        int minor = Integer.parseInt(version.get().group(2));
        boolean recent = major > 3 || (major == 3 && minor >= 8);
        return recent
                ? Finding.ok("Maven", version.get().group())
                : Finding.fail("Maven", version.get().group(), "install Maven 3.8 or newer");
    }

    private static Finding processors(Machine machine) {
        String found = "%d, %s"
                .formatted(machine.processors(), machine.bf16() ? "with bf16" : "without bf16: training runs in fp32");
        return machine.processors() >= 2
                ? Finding.ok("Processors", found)
                : Finding.warn("Processors", found, "it works, but slowly: two or more are better");
    }

    private static Finding memory(Machine machine) {
        String found = gib(machine.memoryBytes());
        if (machine.memoryBytes() < LEAST_MEMORY_GIB * GIB) {
            return Finding.fail("Memory", found, "at least %d GiB are needed".formatted(LEAST_MEMORY_GIB));
        }
        return machine.memoryBytes() >= GOOD_MEMORY_GIB * GIB
                ? Finding.ok("Memory", found)
                : Finding.warn(
                        "Memory", found, "enough for quickstart; CIFAR-10 wants %d GiB".formatted(GOOD_MEMORY_GIB));
    }

    private static Finding disk(Machine machine) {
        String found = gib(machine.freeDiskBytes()) + " free";
        if (machine.freeDiskBytes() < LEAST_DISK_GIB * GIB) {
            return Finding.fail(
                    "Disk", found, "free %d GiB, or keep the state elsewhere with --data".formatted(LEAST_DISK_GIB));
        }
        return machine.freeDiskBytes() >= GOOD_DISK_GIB * GIB
                ? Finding.ok("Disk", found)
                : Finding.warn("Disk", found, "enough for quickstart; long runs want %d GiB".formatted(GOOD_DISK_GIB));
    }

    private static Finding port(int port, boolean free) {
        return free
                ? Finding.ok("Port " + port, "free")
                : Finding.warn(
                        "Port " + port,
                        "in use",
                        "if that is not Retort itself, call ./retort up with --port N for another one");
    }

    private static Finding allocator(Machine machine) {
        if (!machine.linux()) {
            return Finding.ok("Allocator", "the system's own");
        }
        return machine.tcmalloc()
                ? Finding.ok("Allocator", "tcmalloc")
                : Finding.warn(
                        "Allocator",
                        "glibc, tuned",
                        "training gets faster with tcmalloc: apt install libtcmalloc-minimal4 or dnf install"
                                + " gperftools-libs");
    }

    private static Finding docker(Machine machine) {
        return Finding.ok("Docker", machine.docker().orElse("not found; nothing here needs it"));
    }

    private static String gib(long bytes) {
        return "%.1f GiB".formatted((double) bytes / GIB);
    }
}
