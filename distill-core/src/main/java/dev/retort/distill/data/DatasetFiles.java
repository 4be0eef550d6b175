package dev.retort.distill.data;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/**
 * The two files of a dataset that the object store keeps: {@link DatasetManifest} says their layout. The same images
 * give the same bytes, and so the same digest, on every machine.
 */
public final class DatasetFiles {
    private static final int LABEL_BYTES = 2;
    private static final int GREATEST_CLASSES = 1 << 16;
    private static final int BUFFER_BYTES = 1 << 20;

    private DatasetFiles() {}

    /**
     * Writes {@link DatasetManifest#TRAIN} and {@link DatasetManifest#TEST} into {@code directory}; each appears whole or
     * not at all.
     *
     * @throws DatasetException if they cannot be written
     */
    public static DatasetManifest write(Dataset dataset, Path directory) {
        if (dataset.classes().size() > GREATEST_CLASSES) {
            throw new DatasetException("a dataset has at most 65536 classes, not "
                    + dataset.classes().size());
        }
        ImageShape shape = dataset.train().shape();
        if (!shape.equals(dataset.test().shape())) {
            throw new IllegalArgumentException("training images are %s, test images %s"
                    .formatted(shape, dataset.test().shape()));
        }
        Map<String, FileEntry> files = Map.of(
                DatasetManifest.TRAIN, write(dataset.train(), directory.resolve(DatasetManifest.TRAIN)),
                DatasetManifest.TEST, write(dataset.test(), directory.resolve(DatasetManifest.TEST)));
        Normalization normalization = dataset.normalization();
        return new DatasetManifest(
                dataset.name(),
                dataset.classes(),
                shape.channels(),
                shape.height(),
                shape.width(),
                dataset.train().size(),
                dataset.test().size(),
                normalization.mean(),
                normalization.standardDeviation(),
                files);
    }

    /**
     * Maps the files into memory.
     *
     * @throws DatasetException if a file is missing, has not the size that the manifest says, or names a class that there
     *     is not
     */
    public static Dataset open(Path directory, DatasetManifest manifest) {
        ImageShape shape = new ImageShape(manifest.channels(), manifest.height(), manifest.width());
        return new Dataset(
                manifest.name(),
                manifest.classes(),
                new Normalization(manifest.mean(), manifest.standardDeviation()),
                open(directory.resolve(DatasetManifest.TRAIN), shape, manifest, manifest.trainImages()),
                open(directory.resolve(DatasetManifest.TEST), shape, manifest, manifest.testImages()));
    }

    private static ImageSet open(Path file, ImageShape shape, DatasetManifest manifest, int images) {
        RecordLayout layout = new RecordLayout(LABEL_BYTES, shape);
        return RecordImages.open(layout, manifest.classes().size(), List.of(file), images, images);
    }

    private static FileEntry write(ImageSet images, Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Digest digest = writeRecords(images, unfinished);
            long bytes = Files.size(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new FileEntry(digest, bytes);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be written (%s); is the disk full, or the directory not writable?".formatted(file, e),
                    e);
        }
    }

    private static Digest writeRecords(ImageSet images, Path file) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] record = new byte[LABEL_BYTES + images.shape().size()];
        try (OutputStream out =
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES), sha256)) {
            for (int index = 0; index < images.size(); index++) {
                int label = images.label(index);
                record[0] = (byte) (label >>> 8);
                record[1] = (byte) label;
                images.copyPixels(index, record, LABEL_BYTES);
                out.write(record);
            }
        }
        return Digest.ofRaw(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
