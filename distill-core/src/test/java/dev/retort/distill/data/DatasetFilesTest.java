package dev.retort.distill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.distill.network.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetFilesTest {
    private static final ImageShape SHAPE = new ImageShape(2, 3, 4);

    @TempDir
    Path directory;

    @Test
    void readsBackWhatItWrote() {
        Dataset dataset = dataset(5, 3);

        Dataset read = DatasetFiles.open(directory, DatasetFiles.write(dataset, directory));

        assertThat(read.name()).isEqualTo(dataset.name());
        assertThat(read.classes()).isEqualTo(dataset.classes());
        assertThat(read.normalization()).isEqualTo(dataset.normalization());
        assertSame(read.train(), dataset.train());
        assertSame(read.test(), dataset.test());
    }

    @Test
    void writesTheLayoutThatTheManifestDescribes() throws IOException {
        DatasetManifest manifest = DatasetFiles.write(dataset(2, 1), directory);

        byte[] file = Files.readAllBytes(directory.resolve(DatasetManifest.TRAIN));
        assertThat(file).hasSize(2 * (2 + 24)).startsWith(0, 0, 1, 2, 3);
        // Labels have two bytes, high one first: the second image is of class 299.
        assertThat(file).containsSequence(1, 43, 31, 32, 33);
        assertThat(manifest.files().get(DatasetManifest.TRAIN))
                .satisfies(entry -> assertThat(entry.bytes()).isEqualTo(file.length))
                .satisfies(entry -> assertThat(entry.sha256()).isEqualTo(Digest.of(file)));
    }

    @Test
    void leavesNothingButTheTwoFiles() throws IOException {
        DatasetFiles.write(dataset(2, 1), directory);

        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(DatasetManifest.TRAIN, DatasetManifest.TEST);
        }
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        DatasetManifest manifest = DatasetFiles.write(dataset(5, 3), directory);
        Path train = directory.resolve(DatasetManifest.TRAIN);
        Files.write(train, Arrays.copyOf(Files.readAllBytes(train), 100));

        assertThatThrownBy(() -> DatasetFiles.open(directory, manifest))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(train.toString())
                .hasMessageContaining("100")
                .hasMessageContaining("130");
    }

    @Test
    void refusesALabelThatIsNoClass() throws IOException {
        DatasetManifest manifest = DatasetFiles.write(dataset(5, 3), directory);
        Path test = directory.resolve(DatasetManifest.TEST);
        byte[] bytes = Files.readAllBytes(test);
        bytes[26] = 2;
        Files.write(test, bytes);

        assertThatThrownBy(() -> DatasetFiles.open(directory, manifest))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(test.toString())
                .hasMessageContaining("image 1 has label")
                .hasMessageContaining("0 to 299");
    }

    @Test
    void namesAMissingFile() throws IOException {
        DatasetManifest manifest = DatasetFiles.write(dataset(5, 3), directory);
        Files.delete(directory.resolve(DatasetManifest.TEST));

        assertThatThrownBy(() -> DatasetFiles.open(directory, manifest))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(DatasetManifest.TEST);
    }

    private static void assertSame(ImageSet actual, ImageSet expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int index = 0; index < expected.size(); index++) {
            assertThat(actual.label(index)).isEqualTo(expected.label(index));
            assertThat(pixels(actual, index)).isEqualTo(pixels(expected, index));
        }
    }

    private static byte[] pixels(ImageSet images, int index) {
        byte[] pixels = new byte[images.shape().size() + 7];
        images.copyPixels(index, pixels, 7);
        return pixels;
    }

    private static Dataset dataset(int trainImages, int testImages) {
        List<String> classes =
                IntStream.range(0, 300).mapToObj(label -> "class " + label).toList();
        ImageSet train = images(trainImages);
        return new Dataset("counted", classes, ChannelStatistics.of(train), train, images(testImages));
    }

    /** Image i has label 299·i mod 300 and counts up from 30·i + 1. */
    private static ImageSet images(int count) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = 299 * i % 300;
        }
        return MemoryImages.of(
                SHAPE,
                labels,
                (index, target) -> {
                    for (int i = 0; i < target.length; i++) {
                        target[i] = (byte) (30 * index + i + 1);
                    }
                },
                LoadProgress.NONE);
    }
}
