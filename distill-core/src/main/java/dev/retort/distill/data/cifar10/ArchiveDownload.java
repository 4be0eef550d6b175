package dev.retort.distill.data.cifar10;

import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.LoadProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Gets the archive over HTTP. What has arrived stays in a {@code .part} file, and the next attempt, of this process or a
 * later one, asks for the rest. The archive appears under its own name once its size and checksum are right.
 *
 * @param attempts so many in a row without a byte of progress end it
 * @param pause between attempts, longer each time
 */
record ArchiveDownload(OfficialArchive archive, int attempts, Duration pause, LoadProgress progress) {
    static final int USUAL_ATTEMPTS = 5;
    static final Duration USUAL_PAUSE = Duration.ofSeconds(2);

    /** @throws DatasetException if it cannot be had, or is not what it should be */
    void to(Path target) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            boolean resumed = size(part) > 0;
            fetch(part);
            if (!isWhole(part) && resumed) {
                // Perhaps what an earlier start left was of another file: once more, from the beginning.
                Files.deleteIfExists(part);
                fetch(part);
            }
            verify(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be written (%s); is the disk full, or the directory not writable?".formatted(target, e),
                    e);
        }
    }

    private void fetch(Path part) throws IOException {
        int failures = 0;
        long best = size(part);
        while (size(part) < archive.bytes()) {
            try {
                HttpRange.append(archive.address(), part, archive.bytes(), progress);
            } catch (TransferException e) {
                // A server that knows no ranges starts over: only getting further than ever is progress.
                failures = size(part) > best ? 1 : failures + 1;
                best = Math.max(best, size(part));
                if (!e.isWorthRetrying() || failures >= attempts) {
                    throw gaveUp(part, e);
                }
                sleep(pause.multipliedBy(failures));
            }
        }
    }

    private DatasetException gaveUp(Path part, TransferException e) throws IOException {
        String kept = size(part) == 0
                ? ""
                : " %,d of %,d bytes are kept in %s: the next start asks for the rest."
                        .formatted(size(part), archive.bytes(), part);
        return new DatasetException(
                "%s cannot be downloaded: %s.%s Check the network and start again, or put %s into %s yourself."
                        .formatted(
                                archive.address(),
                                e.getMessage(),
                                kept,
                                OfficialArchive.FILE_NAME,
                                part.toAbsolutePath().getParent()),
                e);
    }

    private boolean isWhole(Path part) throws IOException {
        return size(part) == archive.bytes() && Md5.of(part).equals(archive.md5());
    }

    private void verify(Path part) throws IOException {
        long bytes = size(part);
        String md5 = Md5.of(part);
        if (bytes != archive.bytes() || !md5.equals(archive.md5())) {
            Files.delete(part);
            throw new DatasetException(
                    "%s is not the official archive: it has %,d bytes with MD5 %s, expected %,d with MD5 %s. Deleted; try again, or another address."
                            .formatted(archive.address(), bytes, md5, archive.bytes(), archive.md5()));
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatasetException("the download was interrupted; the next start goes on from there", e);
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
