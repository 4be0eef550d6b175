package dev.retort.distill.data;

import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.network.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory with {@code train/<class>/…} and {@code test/<class>/…}, PNG, JPEG or WebP files of any size. Classes and
 * images are in the order of their names, so that every machine numbers them alike. Other files, and those in folders within a
 * class, are left out, and the progress hears of it.
 */
final class ImageFolder {
    /** Of what {@link ImageDecoder} reads. The name decides, not the bytes: a damaged image is to be told, not left out. */
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp");

    private final Path directory;
    private final ImageDecoder decoder;
    private final LeftOutFiles leftOut;

    private ImageFolder(Path directory, int size) {
        this.directory = directory;
        this.decoder = new ImageDecoder(new ImageShape(3, size, size));
        this.leftOut = new LeftOutFiles(directory);
    }

    /** A file and its label. */
    private record Sample(Path file, int label) {}

    static Dataset load(DatasetSpec.Folder spec, DatasetLocations locations, LoadProgress progress) {
        Path root = locations.directory().toAbsolutePath().normalize();
        Path directory = root.resolve(spec.path()).normalize();
        if (!directory.startsWith(root)) {
            throw new DatasetException("dataset.path: %s is outside of the dataset directory %s; put the images there"
                    .formatted(spec.path(), root));
        }
        return new ImageFolder(directory, spec.size()).load(progress);
    }

    private Dataset load(LoadProgress progress) {
        List<String> classes = classes(directory.resolve("train"));
        List<Sample> train = samples("train", classes);
        List<Sample> test = samples("test", classes);
        leftOut.sentence(ENDINGS).ifPresent(progress::warned);
        int all = train.size() + test.size();
        ImageSet trainImages = decode(train, (done, total, unit) -> progress.advanced(done, all, unit));
        ImageSet testImages = decode(test, (done, total, unit) -> progress.advanced(train.size() + done, all, unit));
        return new Dataset(
                directory.getFileName().toString(),
                classes,
                ChannelStatistics.of(trainImages),
                trainImages,
                testImages);
    }

    private List<String> classes(Path split) {
        List<String> classes = list(split, Files::isDirectory).stream()
                .map(path -> path.getFileName().toString())
                .toList();
        if (classes.size() < 2) {
            throw new DatasetException(
                    "%s has %d folders of images, expected one for each class, at least 2: %s/<class>/<image>.png"
                            .formatted(split, classes.size(), split));
        }
        return classes;
    }

    private List<Sample> samples(String split, List<String> classes) {
        Path root = directory.resolve(split);
        for (String found : classes(root)) {
            if (!classes.contains(found)) {
                throw new DatasetException("%s is not among the classes of %s; remove it or add training images"
                        .formatted(root.resolve(found), directory.resolve("train")));
            }
        }
        leftOut.add(root, list(root, path -> !Files.isDirectory(path)));
        List<Sample> samples = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            Path folder = root.resolve(classes.get(label));
            for (Path file : images(folder)) {
                samples.add(new Sample(file, label));
            }
        }
        return samples;
    }

    private List<Path> images(Path folder) {
        List<Path> all = Files.isDirectory(folder) ? list(folder, path -> true) : List.of();
        Map<Boolean, List<Path>> byKind = all.stream().collect(Collectors.partitioningBy(ImageFolder::isImage));
        List<Path> images = byKind.getOrDefault(true, List.of());
        if (images.isEmpty()) {
            throw new DatasetException(
                    "%s holds no PNG, JPEG or WebP file; each class needs at least one".formatted(folder));
        }
        leftOut.add(folder, byKind.getOrDefault(false, List.of()));
        return images;
    }

    private ImageSet decode(List<Sample> samples, LoadProgress progress) {
        int[] labels = samples.stream().mapToInt(Sample::label).toArray();
        return MemoryImages.of(
                decoder.shape(),
                labels,
                (index, target) -> decode(samples.get(index).file(), target),
                progress);
    }

    private void decode(Path file, byte[] target) {
        try {
            byte[] pixels = decoder.decode(Files.readAllBytes(file));
            System.arraycopy(pixels, 0, target, 0, pixels.length);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read (%s)".formatted(file, e), e);
        } catch (UnreadableImageException e) {
            throw new DatasetException("%s: %s; replace or remove it".formatted(file, e.getMessage()), e);
        }
    }

    /** Sorted by name, the same on every file system. */
    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(wanted)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be listed (%s); it should hold one folder a class".formatted(folder, e), e);
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && ENDINGS.stream().anyMatch(name::endsWith);
    }
}
