package dev.retort.cli.process;

import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a service as an earlier start has laid them out, in a file beside its jars (ADR 25). The virtual machine writes
 * it when a service ends for the first time, and anew where jars or JDK have changed.
 */
public final class ClassArchive {
    private ClassArchive() {}

    /**
     * Options of a virtual machine. That the file cannot be used is no news.
     *
     * @param jar quarkus-run.jar in the folder of the packaged service
     */
    public static List<String> options(Path jar) {
        Path archive = jar.resolveSibling("..").resolve("start.jsa").normalize();
        return List.of(
                "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "-Xlog:aot*=off");
    }
}
