package dev.retort.distill.data.cifar10;

import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.ChannelStatistics;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.RecordImages;
import dev.retort.distill.data.RecordLayout;
import dev.retort.distill.network.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The unpacked binary archive: five training batches and a test batch of records, each a byte of label and 3072 of
 * pixels.
 *
 * @param imagesPerBatch 10,000, but in tests
 */
record Cifar10Directory(Path path, int imagesPerBatch) {
    static final String NAME = "cifar-10-batches-bin";
    static final int OFFICIAL_IMAGES_PER_BATCH = 10_000;
    private static final int TRAINING_BATCHES = 5;
    private static final RecordLayout LAYOUT = new RecordLayout(1, ImageShape.CIFAR);
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    /** Whether somebody meant this directory to hold CIFAR-10; its files may still be damaged. */
    static boolean looksLikeOne(Path path) {
        return Files.isRegularFile(path.resolve("data_batch_1.bin"));
    }

    Dataset load(DatasetSpec.Cifar10 spec) {
        List<String> classes = classes();
        List<Path> batches = IntStream.rangeClosed(1, TRAINING_BATCHES)
                .mapToObj(batch -> path.resolve("data_batch_" + batch + ".bin"))
                .toList();
        ImageSet train = open(batches, classes, spec.trainImages());
        ImageSet test = open(List.of(path.resolve("test_batch.bin")), classes, spec.testImages());
        return new Dataset("cifar10", classes, ChannelStatistics.of(train), train, test);
    }

    /** @param limit take so many from the beginning; 0 takes all */
    private ImageSet open(List<Path> batches, List<String> classes, int limit) {
        int all = batches.size() * imagesPerBatch;
        int size = limit == 0 ? all : Math.min(limit, all);
        return RecordImages.open(LAYOUT, classes.size(), batches, imagesPerBatch, size);
    }

    private List<String> classes() {
        Path file = path.resolve("batches.meta.txt");
        if (!Files.exists(file)) {
            return CLASSES;
        }
        try (Stream<String> lines = Files.lines(file)) {
            List<String> classes =
                    lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
            if (classes.size() != CLASSES.size()) {
                throw new DatasetException("%s names %d classes, expected %d; delete it to use the official names"
                        .formatted(file, classes.size(), CLASSES.size()));
            }
            return classes;
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read (%s)".formatted(file, e), e);
        }
    }
}
