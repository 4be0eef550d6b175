package dev.retort.cli.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A disk of its own for a test; where none can be mounted, the test is skipped and says so. */
final class SmallDisk implements AutoCloseable {
    /** Room for a run and its temporary files, and little else. */
    private static final String SIZE = "size=384m";

    private static final String FILLER = "filler";

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    static SmallDisk mount(Path path) throws IOException, InterruptedException {
        boolean mounted;
        try {
            mounted = run("mount", "-t", "tmpfs", "-o", SIZE, "retort-test", path.toString());
        } catch (IOException e) {
            mounted = false;
        }
        assumeTrue(mounted, "skipped: no small disk can be mounted here (needs Linux and root)");
        return new SmallDisk(path);
    }

    /** To the last byte. */
    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(path.resolve(FILLER))) {
            fill(filler);
        }
    }

    private static void fill(OutputStream filler) {
        byte[] zeros = new byte[4096];
        try {
            while (true) {
                filler.write(zeros);
            }
        } catch (IOException e) {
            // Full, which is the point.
            return;
        }
    }

    void makeRoom() throws IOException {
        Files.delete(path.resolve(FILLER));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Lazily: whoever still has a file open there may end in peace. */
    @Override
    public void close() throws IOException {
        try {
            run("umount", "-l", path.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
