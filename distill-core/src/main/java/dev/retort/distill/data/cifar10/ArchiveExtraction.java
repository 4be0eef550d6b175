package dev.retort.distill.data.cifar10;

import dev.retort.distill.data.DatasetException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** Unpacks the archive beside itself; the directory appears whole or not at all. */
final class ArchiveExtraction {
    /** The official archive unpacks to 184 MB. */
    private static final long GREATEST_BYTES = 400_000_000;

    private final Path archive;
    private final Path unfinished;
    private long written;

    private ArchiveExtraction(Path archive) {
        this.archive = archive;
        this.unfinished = archive.resolveSibling(archive.getFileName() + ".unpacking");
    }

    /** @throws DatasetException if the archive is damaged, or is not CIFAR-10 */
    static void extract(Path archive, Path directory) {
        new ArchiveExtraction(archive).extractTo(directory);
    }

    private void extractTo(Path directory) {
        try {
            deleteUnfinished();
            Files.createDirectories(unfinished);
            unpack();
            Path unpacked = unfinished.resolve(Cifar10Directory.NAME);
            if (!Cifar10Directory.looksLikeOne(unpacked)) {
                throw damaged("it holds no " + Cifar10Directory.NAME + "/data_batch_1.bin", null);
            }
            Files.move(unpacked, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw damaged(e.toString(), e);
        } finally {
            deleteUnfinished();
        }
    }

    private void unpack() throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = inside(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (isContent(entry)) {
                    Files.createDirectories(target.getParent());
                    write(tar, target);
                } else {
                    throw damaged("it holds a link or device, " + entry.getName(), null);
                }
            }
        }
    }

    /** {@code isFile()} is true of links, too. */
    private static boolean isContent(TarArchiveEntry entry) {
        return entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
    }

    private Path inside(String name) {
        Path target = unfinished.resolve(name).normalize();
        if (!target.startsWith(unfinished)) {
            throw damaged("it wants to write outside of its directory, to " + name, null);
        }
        return target;
    }

    private void write(InputStream in, Path target) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > GREATEST_BYTES) {
                    throw damaged("it unpacks to more than %,d bytes".formatted(GREATEST_BYTES), null);
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private DatasetException damaged(String reason, @Nullable Throwable cause) {
        return new DatasetException(
                "%s cannot be unpacked: %s. Delete it, and it is downloaded again; or is the disk full?"
                        .formatted(archive, reason),
                cause);
    }

    private void deleteUnfinished() {
        if (!Files.exists(unfinished)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(unfinished)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw damaged("what an earlier start left in %s cannot be removed (%s)".formatted(unfinished, e), e);
        }
    }
}
