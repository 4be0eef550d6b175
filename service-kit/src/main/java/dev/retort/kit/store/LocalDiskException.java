package dev.retort.kit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of this machine cannot be written or read; the message says which, how much is free and what to do. */
public final class LocalDiskException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long MEBIBYTE = 1L << 20;

    private LocalDiskException(String message, IOException cause) {
        super(message, cause);
    }

    public static LocalDiskException at(Path folder, IOException cause) {
        return new LocalDiskException(
                "cannot use %s (%s; %s free): make room there, or check that it may be written, then start the run again: it goes on"
                        .formatted(folder.toAbsolutePath(), cause.getMessage(), free(folder)),
                cause);
    }

    /** In the folder for temporary files. */
    public static LocalDiskException atTemporaryFiles(IOException cause) {
        return at(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), cause);
    }

    private static String free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() / MEBIBYTE + " MiB";
        } catch (IOException e) {
            return "nobody knows how much is";
        }
    }
}
