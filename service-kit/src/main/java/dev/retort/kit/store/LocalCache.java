package dev.retort.kit.store;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A folder of local copies, one a digest, below a size: those that were used least recently go first. Several processes may
 * share it; one that finds half a copy fetches it anew.
 */
final class LocalCache {
    private static final Logger LOG = Logger.getLogger(LocalCache.class);
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    /** Who has just fetched a copy is about to open its files. */
    private static final Duration IN_USE = Duration.ofMinutes(10);

    private final Path folder;
    private final long greatestBytes;

    LocalCache(Path folder, long greatestBytes) {
        this.folder = folder;
        this.greatestBytes = greatestBytes;
    }

    private record Copy(Path directory, Instant used, long bytes) {}

    Path folder() {
        return folder;
    }

    Path directory(Digest artefact) {
        return folder.resolve(artefact.hex());
    }

    /** Remembers when, as the time of its manifest. */
    void used(Digest artefact) {
        try {
            Files.setLastModifiedTime(directory(artefact).resolve(ObjectKeys.MANIFEST), FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.debugf("the use of %s cannot be noted: %s", artefact, e.getMessage());
        }
    }

    /** Where it cannot be deleted it stays: a cache that is too large is no reason to fail. */
    void drop(Digest artefact) {
        drop(directory(artefact));
    }

    /** Until what is left has room. */
    void shrink() {
        try {
            List<Copy> copies = copies();
            long bytes = copies.stream().mapToLong(Copy::bytes).sum();
            Instant before = Instant.now().minus(IN_USE);
            for (Copy copy : copies) {
                if (bytes <= greatestBytes || copy.used().isAfter(before)) {
                    return;
                }
                drop(copy.directory());
                bytes -= copy.bytes();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debugf("the cache %s cannot be shrunk: %s", folder, e.getMessage());
        }
    }

    /** Least recently used first. */
    private List<Copy> copies() throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child ->
                            DIGEST.matcher(child.getFileName().toString()).matches())
                    .map(LocalCache::copy)
                    .sorted(Comparator.comparing(Copy::used))
                    .toList();
        }
    }

    private static Copy copy(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            Path manifest = directory.resolve(ObjectKeys.MANIFEST);
            Path used = Files.exists(manifest) ? manifest : directory;
            return new Copy(directory, Files.getLastModifiedTime(used).toInstant(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The manifest first: without it the rest is no copy. */
    private static void drop(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(ObjectKeys.MANIFEST));
            deleteTree(directory);
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("the copy in %s cannot be deleted: %s", directory, e.getMessage());
        }
    }

    static void deleteTree(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
