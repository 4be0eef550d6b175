package dev.retort.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.drawn.DrawnImages;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawnStreamTest {
    /** A gateway that is asked about images that its student was made of would look too good. */
    @Test
    void holdsNoImageOfADatasetAndNoneTwice() {
        Set<Digest> seen = new HashSet<>();
        ImageSet dataset = DrawnImages.dataset(new DatasetSpec.Drawn(200, 1, 1, 0), LoadProgress.NONE)
                .train();
        ImageSet stream = new DrawnStream(1_000_004);
        for (int index = 0; index < 200; index++) {
            seen.add(digest(dataset, index));
            seen.add(digest(stream, index));
        }

        assertThat(seen).hasSize(400);
    }

    @Test
    void isTheSameWheneverItIsAsked() {
        byte[] target = new byte[2 * 3072];
        new DrawnStream(7).copyPixels(1_000_000_000, target, 3072);

        assertThat(Digest.of(Arrays.copyOfRange(target, 3072, 6144)))
                .isEqualTo(digest(new DrawnStream(7), 1_000_000_000));
        assertThat(new DrawnStream(7).label(1_000_000_000)).isBetween(0, 9);
        assertThat(Arrays.copyOf(target, 3072)).containsOnly(0);
    }

    private static Digest digest(ImageSet images, int index) {
        byte[] pixels = new byte[images.shape().size()];
        images.copyPixels(index, pixels, 0);
        return Digest.of(pixels);
    }
}
