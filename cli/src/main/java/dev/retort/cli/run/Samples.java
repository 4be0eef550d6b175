package dev.retort.cli.run;

import dev.retort.cli.CommandFailure;
import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.contracts.manifest.ManifestCodec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.DatasetFiles;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.drawn.DrawnImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;

/** A few images of a run's test split, which no network was trained on, as PNG files. */
public final class Samples {
    private Samples() {}

    /** @param label what it shows */
    public record Sample(Path file, String label) {}

    /**
     * One image of each of the first classes that come.
     *
     * @param bucket the folder in which the store keeps its objects
     * @param target takes {@code <class>.png}
     * @throws CommandFailure if the dataset cannot be read
     */
    public static List<Sample> write(Path bucket, Digest digest, int count, Path target) {
        Dataset dataset = dataset(bucket, digest);
        ImageSet test = dataset.test();
        List<Sample> samples = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int index = 0; index < test.size() && samples.size() < count; index++) {
            if (seen.add(test.label(index))) {
                String label = dataset.classes().get(test.label(index));
                Path file = target.resolve(label.replaceAll("[^A-Za-z0-9._-]", "_") + ".png");
                write(Pictures.picture(test, index), file);
                samples.add(new Sample(file, label));
            }
        }
        return List.copyOf(samples);
    }

    /** One drawn image, for a gateway whose dataset is not at hand. */
    public static Path drawn(Path target) {
        try {
            Dataset dataset = DrawnImages.dataset(new DatasetSpec.Drawn(1, 1, 1, 0), (done, total, unit) -> {});
            Path file = target.resolve("drawn.png");
            write(Pictures.picture(dataset.test(), 0), file);
            return file;
        } catch (DatasetException e) {
            throw new IllegalStateException("one image can be drawn anywhere", e);
        }
    }

    /**
     * @param bucket the folder in which the store keeps its objects
     * @throws CommandFailure if the dataset cannot be read
     */
    public static Dataset dataset(Path bucket, Digest digest) {
        Path directory = bucket.resolve(ObjectKeys.dataset(digest));
        try {
            byte[] manifest = Files.readAllBytes(directory.resolve(ObjectKeys.MANIFEST));
            return DatasetFiles.open(directory, ManifestCodec.decode(manifest, DatasetManifest.class));
        } catch (IOException | MalformedMessageException e) {
            throw CommandFailure.failed("the dataset in %s cannot be read: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static void write(BufferedImage picture, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw CommandFailure.environment("%s cannot be written (%s): is the disk full?".formatted(file, e), e);
        }
    }
}
