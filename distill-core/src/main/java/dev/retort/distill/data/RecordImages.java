package dev.retort.distill.data;

import dev.retort.distill.network.ImageShape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Images in files of records, mapped into memory: no heap, shared between processes, and only what is read is in memory.
 * Every label is checked when the files are opened.
 */
public final class RecordImages implements ImageSet {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final RecordLayout layout;
    private final List<MemorySegment> files;
    private final int imagesPerFile;
    private final int size;

    private RecordImages(RecordLayout layout, List<MemorySegment> files, int imagesPerFile, int size) {
        this.layout = layout;
        this.files = List.copyOf(files);
        this.imagesPerFile = imagesPerFile;
        this.size = size;
    }

    /**
     * The first {@code size} images of {@code files}, of which each holds exactly {@code imagesPerFile}.
     *
     * @throws DatasetException if a file is missing, has another size, or names a class that there is not
     */
    public static RecordImages open(RecordLayout layout, int classes, List<Path> files, int imagesPerFile, int size) {
        List<MemorySegment> mapped = new ArrayList<>();
        for (Path file : files) {
            MemorySegment segment = map(file, (long) imagesPerFile * layout.recordBytes());
            checkLabels(layout, classes, file, segment, imagesPerFile);
            mapped.add(segment);
        }
        if (size > (long) imagesPerFile * files.size()) {
            throw new IllegalArgumentException(
                    "%d images from %d files of %d".formatted(size, files.size(), imagesPerFile));
        }
        return new RecordImages(layout, mapped, imagesPerFile, size);
    }

    @Override
    public ImageShape shape() {
        return layout.shape();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int label(int index) {
        Objects.checkIndex(index, size);
        return label(layout, file(index), position(index));
    }

    @Override
    public void copyPixels(int index, byte[] target, int offset) {
        Objects.checkIndex(index, size);
        MemorySegment.copy(
                file(index),
                BYTE,
                position(index) + layout.labelBytes(),
                target,
                offset,
                layout.shape().size());
    }

    private MemorySegment file(int index) {
        return files.get(index / imagesPerFile);
    }

    private long position(int index) {
        return (long) (index % imagesPerFile) * layout.recordBytes();
    }

    private static int label(RecordLayout layout, MemorySegment file, long position) {
        int first = Byte.toUnsignedInt(file.get(BYTE, position));
        return layout.labelBytes() == 1 ? first : (first << 8) | Byte.toUnsignedInt(file.get(BYTE, position + 1));
    }

    private static MemorySegment map(Path file, long expectedBytes) {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() != expectedBytes) {
                throw new DatasetException(
                        "%s has %,d bytes, expected %,d: it is truncated or not what it seems; delete it and load it again"
                                .formatted(file, channel.size(), expectedBytes));
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, expectedBytes, Arena.ofAuto());
        } catch (NoSuchFileException e) {
            throw new DatasetException(
                    "%s is missing, expected a file of %,d bytes; put it there, or remove its directory and load again"
                            .formatted(file, expectedBytes),
                    e);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read (%s)".formatted(file, e), e);
        }
    }

    private static void checkLabels(RecordLayout layout, int classes, Path file, MemorySegment segment, int images) {
        for (int i = 0; i < images; i++) {
            int label = label(layout, segment, (long) i * layout.recordBytes());
            if (label >= classes) {
                throw new DatasetException(
                        "%s: image %d has label %d, expected 0 to %d; the file is damaged, delete it and load it again"
                                .formatted(file, i, label, classes - 1));
            }
        }
    }
}
