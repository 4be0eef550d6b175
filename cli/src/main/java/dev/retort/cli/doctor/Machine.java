package dev.retort.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.retort.distill.train.PrecisionSupport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The facts of one machine, each asked for once. */
public record Machine(
        int javaVersion,
        Optional<String> maven,
        int processors,
        long memoryBytes,
        long freeDiskBytes,
        boolean linux,
        boolean bf16,
        boolean tcmalloc,
        Optional<String> docker) {
    private static final long COMMAND_SECONDS = 20;

    /** @param folder on the disk in question; need not be there yet */
    public static Machine here(Path folder, boolean linux, boolean tcmalloc) throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                Runtime.version().feature(),
                firstLine(List.of("mvn", "--batch-mode", "--version")),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                freeDisk(folder.toAbsolutePath()),
                linux,
                PrecisionSupport.processorHasBf16(),
                tcmalloc,
                firstLine(List.of("docker", "info", "--format", "Docker {{.ServerVersion}}")));
    }

    private static long freeDisk(Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Of what a program prints; nothing if there is no such program, or it fails. */
    private static Optional<String> firstLine(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? output.lines().findFirst() : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
