package dev.retort.distill.data.drawn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetLocations;
import dev.retort.distill.data.DatasetSources;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.drawn.DrawnImages.Split;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DrawnImagesTest {
    private final DrawnImages drawn = new DrawnImages(1);

    /** Whoever changes how images are drawn changes the digest of every drawn dataset: these say so. */
    @ParameterizedTest
    @CsvSource({"1, TRAIN, 974e7106a04e", "1, TEST, eb8e85c5df5d", "2, TRAIN, 73376c3ffc6b"})
    void drawsTheSameBytesOnEveryMachine(long seed, Split split, String digest) {
        byte[] all = new byte[100 * 3072];
        for (int index = 0; index < 100; index++) {
            System.arraycopy(pixels(new DrawnImages(seed), split, index), 0, all, index * 3072, 3072);
        }

        assertThat(Digest.of(all).abbreviated()).isEqualTo(digest);
    }

    @Test
    void holdsEveryClassOnceInTenImages() {
        for (int ten = 0; ten < 1000; ten += 10) {
            assertThat(IntStream.range(ten, ten + 10).map(index -> drawn.label(Split.TRAIN, index)))
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    }

    @Test
    void putsTheClassesInAnotherOrderEachTime() {
        Set<List<Integer>> orders = new HashSet<>();
        for (int ten = 0; ten < 1000; ten += 10) {
            orders.add(IntStream.range(ten, ten + 10)
                    .mapToObj(index -> drawn.label(Split.TRAIN, index))
                    .toList());
        }

        assertThat(orders).hasSize(100);
    }

    @Test
    void drawsNoImageTwice() {
        Set<Digest> digests = new HashSet<>();
        for (int index = 0; index < 200; index++) {
            digests.add(Digest.of(pixels(drawn, Split.TRAIN, index)));
            digests.add(Digest.of(pixels(drawn, Split.TEST, index)));
            digests.add(Digest.of(pixels(new DrawnImages(2), Split.TRAIN, index)));
        }

        assertThat(digests).hasSize(600);
    }

    @Test
    void drawsTheSameInManyThreadsAndAnyOrder() {
        List<Digest> alone = IntStream.range(0, 200)
                .mapToObj(index -> Digest.of(pixels(drawn, Split.TRAIN, index)))
                .toList();

        List<Digest> together = IntStream.range(0, 200)
                .parallel()
                .mapToObj(index -> Digest.of(pixels(drawn, Split.TRAIN, 199 - index)))
                .toList();

        assertThat(together.reversed()).isEqualTo(alone);
    }

    @Test
    void drawsSomethingIntoEveryImage() {
        for (int index = 0; index < 500; index++) {
            byte[] pixels = pixels(drawn, Split.TRAIN, index);
            double mean = IntStream.range(0, 3072)
                    .map(i -> pixels[i] & 0xFF)
                    .average()
                    .orElseThrow();
            double variance = IntStream.range(0, 3072)
                    .mapToDouble(i -> ((pixels[i] & 0xFF) - mean) * ((pixels[i] & 0xFF) - mean))
                    .average()
                    .orElseThrow();

            assertThat(Math.sqrt(variance)).as("deviation of image %d", index).isGreaterThan(5);
        }
    }

    @Test
    void showsTheSamePictureToPeople() {
        BufferedImage picture = drawn.picture(Split.TEST, 7);
        byte[] pixels = pixels(drawn, Split.TEST, 7);

        assertThat(picture.getWidth()).isEqualTo(32);
        assertThat(picture.getHeight()).isEqualTo(32);
        assertThat(picture.getRGB(5, 3) & 0xFFFFFF)
                .isEqualTo((pixels[101] & 0xFF) << 16 | (pixels[1125] & 0xFF) << 8 | (pixels[2149] & 0xFF));
    }

    @Test
    void makesADatasetOfTheImages() {
        List<Long> reports = new ArrayList<>();
        LoadProgress progress = (done, total, unit) -> {
            assertThat(total).isEqualTo(360);
            assertThat(unit).isEqualTo("images");
            reports.add(done);
        };

        Dataset dataset = DatasetSources.load(
                new DatasetSpec.Drawn(300, 60, 1, 10), new DatasetLocations(Path.of("unused")), progress);

        assertThat(dataset.classes()).hasSize(10).startsWith("disc").endsWith("spiral");
        assertThat(dataset.train().size()).isEqualTo(300);
        assertThat(dataset.test().size()).isEqualTo(60);
        assertThat(reports).isSorted().endsWith(360L);
        byte[] pixels = new byte[3072];
        for (int index : new int[] {0, 1, 299}) {
            dataset.train().copyPixels(index, pixels, 0);
            assertThat(pixels).isEqualTo(pixels(drawn, Split.TRAIN, index));
            assertThat(dataset.train().label(index)).isEqualTo(drawn.label(Split.TRAIN, index));
        }
        dataset.test().copyPixels(59, pixels, 0);
        assertThat(pixels).isEqualTo(pixels(drawn, Split.TEST, 59));
        assertThat(dataset.normalization().mean()).allMatch(mean -> mean > 0.3 && mean < 0.7);
    }

    @Test
    void namesEveryLabel() {
        assertThat(Arrays.stream(DrawnClass.values()).map(DrawnImagesTest::name))
                .isEqualTo(DrawnImages.classes());
        for (int label = 0; label < 10; label++) {
            assertThat(name(DrawnClass.ofLabel(label)))
                    .isEqualTo(DrawnImages.classes().get(label));
        }
    }

    private static String name(DrawnClass drawnClass) {
        return drawnClass.name().toLowerCase(Locale.ROOT);
    }

    private static byte[] pixels(DrawnImages drawn, Split split, int index) {
        byte[] pixels = new byte[3072];
        drawn.copyPixels(split, index, pixels);
        return pixels;
    }
}
