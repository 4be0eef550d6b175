package dev.retort.bench.burst;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resident memory of a process, by Linux's {@code /proc}. */
record ProcessMemory(long pid) {
    /** Resets the greatest amount to the present one; see proc_pid_clear_refs(5). */
    private static final String RESET_PEAK = "5";

    private static final Pattern JAR = Pattern.compile("/([a-z-]+)/target/");

    /**
     * {@code ./retort up}, whose process holds broker and store, and the services, which are its children.
     *
     * @param up its process
     */
    static Map<String, ProcessMemory> of(long up) throws IOException {
        Map<String, ProcessMemory> processes = new LinkedHashMap<>();
        processes.put("broker and store", new ProcessMemory(up));
        for (ProcessHandle child : ProcessHandle.of(up).orElseThrow().children().toList()) {
            Matcher jar = JAR.matcher(commandLine(child.pid()));
            if (jar.find()) {
                processes.put(jar.group(1), new ProcessMemory(child.pid()));
            }
        }
        return processes;
    }

    private static String commandLine(long pid) throws IOException {
        String[] arguments = read(pid, "cmdline").split("\0", -1);
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals("-jar")) {
                return arguments[i + 1];
            }
        }
        return "";
    }

    long megabytes() throws IOException {
        return field("VmRSS");
    }

    long peakMegabytes() throws IOException {
        return field("VmHWM");
    }

    void resetPeak() throws IOException {
        Files.writeString(Path.of("/proc", String.valueOf(pid), "clear_refs"), RESET_PEAK);
    }

    private long field(String name) throws IOException {
        return field(read(pid, "status"), name);
    }

    /** In megabytes (2²⁰ bytes), of a text that has them in kilobytes. */
    static long field(String status, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB$").matcher(status);
        if (!line.find()) {
            throw new IllegalStateException("no %s in: %s".formatted(name, status));
        }
        return Long.parseLong(line.group(1)) / 1024;
    }

    private static String read(long pid, String file) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(pid), file), StandardCharsets.UTF_8);
    }
}
