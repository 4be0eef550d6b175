package dev.retort.cli.stack;

import dev.retort.cli.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that keeps everything: the log, the store, caches, logs. One {@code ./retort up} at a time may use it. */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String STACK = "stack.json";
    private static final String TEMPORARY = "retort-tmp";
    private static final long MEBIBYTE = 1L << 20;
    /** A broker and a store that run into the end of a disk cannot say so any more. */
    private static final long LEAST_FREE_BYTES = 64 * MEBIBYTE;
    /** What a later start goes on from. */
    private static final List<String> KEPT = List.of("kafka", "store", "cache");
    /** Everything that Retort makes here; nothing else is ever deleted. */
    private static final List<String> OURS =
            List.of("kafka", "store", "cache", "logs", "samples", "datasets", TEMPORARY, STACK, STACK + ".part", LOCK);

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder where it is missing and takes its lock, which ends with the process.
     *
     * @throws CommandFailure if it cannot be written, its disk is full, or somebody else has it
     */
    public static DataFolder open(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            for (String made : List.of("logs", "samples", "cache", "datasets", TEMPORARY)) {
                Files.createDirectories(absolute.resolve(made));
            }
            requireSpace(absolute, LEAST_FREE_BYTES);
            FileChannel channel =
                    FileChannel.open(absolute.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw CommandFailure.environment(
                        "another ./retort up runs on %s: stop it first, or name another folder with --data DIR"
                                .formatted(absolute));
            }
            return new DataFolder(absolute, channel);
        } catch (IOException e) {
            throw CommandFailure.environment(
                    "%s cannot be used (%s): name a folder that you may write to with --data DIR"
                            .formatted(absolute, e),
                    e);
        }
    }

    /** Deletes temporary files that killed processes have left; to be called before new ones are started. */
    public void deleteTemporaryFiles() {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(cache(), "partial-*")) {
            unfinished.forEach(DataFolder::deleteTree);
            deleteTree(temporary());
            Files.createDirectory(temporary());
        } catch (IOException e) {
            throw CommandFailure.environment("%s cannot be tidied: %s".formatted(path, e), e);
        }
    }

    /** @throws CommandFailure if the disk is as good as full */
    public void requireSpace() {
        requireSpace(path, LEAST_FREE_BYTES);
    }

    static void requireSpace(Path path, long leastBytes) {
        long free = path.toFile().getUsableSpace();
        if (free < leastBytes) {
            throw CommandFailure.environment(
                    "the disk of %s is full: %d MiB are free, at least %d must be. Make room, then call ./retort up again: it goes on where it was"
                            .formatted(path, free / MEBIBYTE, leastBytes / MEBIBYTE));
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Where {@code stack.json} of a data folder is, running or not. */
    public static Path stackFile(Path dataFolder) {
        return dataFolder.resolve(STACK);
    }

    /** Whether a folder holds images rather than Retort's state: CIFAR-10's files, or a folder of classes. */
    public static boolean looksLikeADataset(Path folder) {
        boolean cifar10 = Stream.of(folder, folder.resolve("cifar-10-batches-bin"))
                .anyMatch(place -> Files.isRegularFile(place.resolve("data_batch_1.bin")));
        boolean archive = Files.isRegularFile(folder.resolve("cifar-10-binary.tar.gz"));
        boolean classes = Files.isDirectory(folder.resolve("train")) && Files.isDirectory(folder.resolve("test"));
        return cifar10 || archive || classes;
    }

    /** Whether a folder keeps the log of something that ran before. */
    public static boolean holdsState(Path dataFolder) {
        return Files.exists(dataFolder.resolve("kafka"));
    }

    /**
     * Copies log, store and cache of a folder that nobody uses into one that keeps no state yet.
     *
     * @throws CommandFailure if {@code from} keeps none or is in use, or the copy cannot be made
     */
    public static void copyState(Path from, Path to) {
        if (!holdsState(from)) {
            throw CommandFailure.usage("%s keeps nothing that ran before".formatted(from));
        }
        try (DataFolder source = open(from)) {
            for (String kept : KEPT) {
                copyTree(source.path.resolve(kept), to.resolve(kept));
            }
        } catch (IOException e) {
            throw CommandFailure.environment("%s cannot be copied to %s: %s".formatted(from, to, e), e);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path each : paths.toList()) {
                Path copy = to.resolve(from.relativize(each));
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(each, copy);
                }
            }
        }
    }

    public Path path() {
        return path;
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path samples() {
        return path.resolve("samples");
    }

    public Path cache() {
        return path.resolve("cache");
    }

    /** Of the services; emptied at every start. */
    public Path temporary() {
        return path.resolve(TEMPORARY);
    }

    /** Takes downloads where no other folder of datasets is named. */
    public Path datasets() {
        return path.resolve("datasets");
    }

    /** Where the embedded store keeps its objects, a file each under its key. */
    public Path store() {
        return path.resolve("store");
    }

    public Path stackFile() {
        return stackFile(path);
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(stackFile());
            channel.close();
        } catch (IOException e) {
            throw CommandFailure.failed("%s cannot be left in order: %s".formatted(path, e), e);
        }
    }

    /** Deletes what Retort made here, and the folder if nothing else is in it. */
    public void delete() {
        for (String ours : OURS) {
            deleteTree(path.resolve(ours));
        }
        try (Stream<Path> others = Files.list(path)) {
            if (others.findAny().isEmpty()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("%s cannot be deleted: %s".formatted(path, e), e);
        }
    }

    private static void deleteTree(Path top) {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("%s cannot be deleted: %s".formatted(top, e), e);
        }
    }
}
