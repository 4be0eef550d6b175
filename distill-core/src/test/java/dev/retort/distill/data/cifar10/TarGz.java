package dev.retort.distill.data.cifar10;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes archives, good and bad ones. */
final class TarGz implements AutoCloseable {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar;

    TarGz() throws IOException {
        tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes));
    }

    /** One training batch, enough to be taken for CIFAR-10. */
    static byte[] small() throws IOException {
        return new TarGz()
                .file(Cifar10Directory.NAME + "/data_batch_1.bin", new byte[] {1, 2, 3})
                .file(Cifar10Directory.NAME + "/batches.meta.txt", new byte[] {'a'})
                .bytes();
    }

    TarGz file(String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        return this;
    }

    TarGz link(String name, String to) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(to);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        return this;
    }

    byte[] bytes() throws IOException {
        close();
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
