package dev.retort.distill.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.MemoryImages;
import dev.retort.distill.data.drawn.DrawnImages;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CorruptedImagesTest {
    private final ImageSet originals = DrawnImages.dataset(new DatasetSpec.Drawn(1, 60, 1, 0), LoadProgress.NONE)
            .test();

    private ImageSet corrupted(long seed, String... corruptions) {
        return new CorruptedImages(
                originals, Stream.of(corruptions).map(Corruption::parse).toList(), seed);
    }

    @Test
    void keepsLabelsShapeAndNumberOfTheOriginals() {
        ImageSet spoilt = corrupted(1, "noise-1");

        assertThat(spoilt.size()).isEqualTo(60);
        assertThat(spoilt.shape()).isEqualTo(originals.shape());
        assertThat(IntStream.range(0, 60).map(spoilt::label).toArray())
                .isEqualTo(IntStream.range(0, 60).map(originals::label).toArray());
    }

    @Test
    void leavesImagesAloneWithoutCorruptions() {
        assertThat(digests(corrupted(1))).isEqualTo(digests(originals));
    }

    @Test
    void givesTheSameInAnyOrderAndThread() {
        ImageSet spoilt = corrupted(5, "noise-3", "colour-2");
        List<Digest> alone = digests(spoilt);

        List<Digest> together = IntStream.range(0, 60)
                .parallel()
                .mapToObj(index -> digest(spoilt, 59 - index))
                .toList();

        assertThat(together.reversed()).isEqualTo(alone);
        assertThat(digests(corrupted(6, "noise-3", "colour-2"))).doesNotContainAnyElementsOf(alone);
    }

    @Test
    void minglesNoTwoImagesOrCorruptionsInTheirRandomNumbers() {
        Set<Digest> noises = new HashSet<>();
        byte[] grey = new byte[originals.shape().size()];
        Arrays.fill(grey, (byte) 128);
        ImageSet same = MemoryImages.of(
                originals.shape(),
                new int[60],
                (index, target) -> System.arraycopy(grey, 0, target, 0, grey.length),
                LoadProgress.NONE);
        for (int index = 0; index < 60; index++) {
            noises.add(digest(new CorruptedImages(same, List.of(Corruption.parse("noise-5")), 1), index));
            noises.add(digest(
                    new CorruptedImages(same, List.of(Corruption.parse("contrast-1"), Corruption.parse("noise-5")), 1),
                    index));
        }

        assertThat(noises).hasSize(120);
    }

    @Test
    void writesOnlyItsOwnPlace() {
        int size = originals.shape().size();
        byte[] target = new byte[3 * size];
        Arrays.fill(target, (byte) 77);

        corrupted(1, "blur-5").copyPixels(3, target, size);

        assertThat(Arrays.copyOf(target, size)).containsOnly(77);
        assertThat(Arrays.copyOfRange(target, 2 * size, 3 * size)).containsOnly(77);
    }

    /** Blur takes the noise of an image away, but not that which comes after it. */
    @Test
    void corruptsInTheOrderGiven() {
        assertThat(digests(corrupted(1, "noise-5", "blur-5"))).isNotEqualTo(digests(corrupted(1, "blur-5", "noise-5")));
    }

    private static List<Digest> digests(ImageSet images) {
        return IntStream.range(0, images.size())
                .mapToObj(index -> digest(images, index))
                .toList();
    }

    private static Digest digest(ImageSet images, int index) {
        byte[] pixels = new byte[images.shape().size()];
        images.copyPixels(index, pixels, 0);
        return Digest.of(pixels);
    }
}
