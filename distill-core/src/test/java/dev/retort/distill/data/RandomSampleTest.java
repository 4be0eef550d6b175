package dev.retort.distill.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomSampleTest {
    private static final int IMAGES = 1000;

    /** As of a folder of images: a hundred of the first class, then a hundred of the second. */
    private static int label(int index) {
        return index / 100;
    }

    @Test
    void takesAFewOfManyClassesThoughTheyAreSortedByThem() {
        int[] few = RandomSample.places(IMAGES, 16, 5);

        assertThat(Arrays.stream(few).map(RandomSampleTest::label).distinct().count())
                .isGreaterThan(5);
        assertThat(few).doesNotHaveDuplicates();
    }

    @Test
    void isTheSameForTheSameSeedAndFewerAreTheFirstOfMore() {
        assertThat(RandomSample.places(IMAGES, 512, 5)).startsWith(RandomSample.places(IMAGES, 16, 5));
        assertThat(RandomSample.places(IMAGES, 16, 6)).isNotEqualTo(RandomSample.places(IMAGES, 16, 5));
    }

    @Test
    void takesAllWhereThereAreFewer() {
        assertThat(RandomSample.places(3, 16, 5)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(RandomSample.at(new int[] {2, 0}, IntStream.of(7, 8, 9).toArray()))
                .containsExactly(9, 7);
    }
}
