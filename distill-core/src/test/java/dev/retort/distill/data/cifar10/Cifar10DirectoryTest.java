package dev.retort.distill.data.cifar10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.network.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Cifar10DirectoryTest {
    private static final int IMAGES_PER_BATCH = 4;
    private static final DatasetSpec.Cifar10 ALL = new DatasetSpec.Cifar10(0, 0, 5);

    @TempDir
    Path directory;

    @BeforeEach
    void writeBatches() throws IOException {
        for (int batch = 1; batch <= 5; batch++) {
            Files.write(directory.resolve("data_batch_" + batch + ".bin"), batch(batch));
        }
        Files.write(directory.resolve("test_batch.bin"), batch(6));
    }

    @Test
    void readsAllBatchesInOrder() {
        Dataset dataset = load(ALL);

        assertThat(dataset.name()).isEqualTo("cifar10");
        assertThat(dataset.train().size()).isEqualTo(20);
        assertThat(dataset.test().size()).isEqualTo(4);
        assertThat(dataset.train().shape()).isEqualTo(ImageShape.CIFAR);
        for (int index = 0; index < 20; index++) {
            assertThat(dataset.train().label(index)).isEqualTo((index / 4 + 1 + index % 4) % 10);
            byte[] pixels = new byte[3072];
            dataset.train().copyPixels(index, pixels, 0);
            assertThat(pixels).containsOnly((index / 4 + 1) * 16 + index % 4);
        }
    }

    @Test
    void takesTheFirstImagesOnly() {
        Dataset dataset = load(new DatasetSpec.Cifar10(6, 2, 1));

        assertThat(dataset.train().size()).isEqualTo(6);
        assertThat(dataset.test().size()).isEqualTo(2);
        assertThatThrownBy(() -> dataset.train().label(6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void namesClassesAsTheFileDoes() throws IOException {
        Files.writeString(directory.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");

        assertThat(load(ALL).classes()).containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    }

    @Test
    void knowsTheOfficialNamesWithoutTheFile() {
        assertThat(load(ALL).classes()).hasSize(10).startsWith("airplane").endsWith("truck");
    }

    @Test
    void refusesAFileOfOtherClasses() throws IOException {
        Files.writeString(directory.resolve("batches.meta.txt"), "apple\nbaby\n");

        assertRefused("batches.meta.txt", "2 classes, expected 10");
    }

    @Test
    void refusesATruncatedBatch() throws IOException {
        Path file = directory.resolve("data_batch_3.bin");
        Files.write(file, Arrays.copyOf(batch(3), 9_000));

        assertRefused("data_batch_3.bin", "9,000", "12,292");
    }

    @Test
    void refusesALabelThatIsNoClass() throws IOException {
        byte[] batch = batch(6);
        batch[2 * 3073] = 10;
        Files.write(directory.resolve("test_batch.bin"), batch);

        assertRefused("test_batch.bin", "image 2", "label 10", "0 to 9");
    }

    @Test
    void namesAMissingBatch() throws IOException {
        Files.delete(directory.resolve("data_batch_5.bin"));

        assertRefused("data_batch_5.bin", "missing", "12,292");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> load(ALL))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(directory.toString())
                .satisfies(e -> assertThat(e.getMessage()).contains(List.of(parts)));
    }

    private Dataset load(DatasetSpec.Cifar10 spec) {
        return new Cifar10Directory(directory, IMAGES_PER_BATCH).load(spec);
    }

    /** Image i of batch b has label (b + i) mod 10, and pixels of 16·b + i. */
    private static byte[] batch(int batch) {
        byte[] bytes = new byte[IMAGES_PER_BATCH * 3073];
        for (int i = 0; i < IMAGES_PER_BATCH; i++) {
            Arrays.fill(bytes, i * 3073, (i + 1) * 3073, (byte) (16 * batch + i));
            bytes[i * 3073] = (byte) ((batch + i) % 10);
        }
        return bytes;
    }
}
