package dev.retort.distill.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.Flip;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ViewRendererTest {
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.2, 0.4, 0.6), List.of(0.25, 0.25, 0.25));
    private static final Augmentation EVERYTHING = new Augmentation(Flip.RANDOM, 4, 8, 0.4);
    private static final int[] TRAINING = IntStream.range(0, 16).toArray();

    private final FakeImages images = new FakeImages(ImageShape.CIFAR, 32);

    @Test
    void copiesTheImageWithoutAugmentation() {
        assertThat(render(Augmentation.NONE, 3, 5)).isEqualTo(images.pixels(5));
    }

    /** The digests come from a second implementation of the definitions, in Python. */
    @ParameterizedTest
    @CsvSource({
        "RANDOM, 0, 0, 0, de7c6964d44f",
        "NEVER, 4, 0, 0, 46ca7bb95d33",
        "NEVER, 0, 8, 0, b5eaebdc8b07",
        "RANDOM, 4, 8, 0, 6e89bd9f6a45",
        "NEVER, 0, 0, 0.4, 62147d91e766",
        "RANDOM, 4, 8, 2, 9ee7b5815bd7",
        "ALTERNATE, 0, 0, 0, b182859fd18e",
        "ALTERNATE, 2, 0, 0, f9b4f26a8cbd"
    })
    void rendersTheSameBytesOnEveryMachine(Flip flip, int padding, int cutout, double mixup, String digest) {
        assertThat(digest(new Augmentation(flip, padding, cutout, mixup))).isEqualTo(digest);
    }

    @Test
    void doesNotDependOnTheOrderOfCalls() {
        ViewRenderer renderer = renderer(EVERYTHING, 1);
        byte[] first = render(renderer, 0, 0);
        for (int index = 31; index >= 0; index--) {
            render(renderer, 1, index);
        }

        assertThat(render(renderer, 0, 0)).isEqualTo(first);
    }

    @Test
    void rendersTheSameInManyThreads() {
        ViewRenderer renderer = renderer(EVERYTHING, 1);
        List<byte[]> alone = IntStream.range(0, 512)
                .mapToObj(i -> render(renderer, i / 32, i % 32))
                .toList();

        List<byte[]> together = IntStream.range(0, 512)
                .parallel()
                .mapToObj(i -> render(renderer, i / 32, i % 32))
                .toList();

        for (int i = 0; i < 512; i++) {
            assertThat(together.get(i)).isEqualTo(alone.get(i));
        }
    }

    @Test
    void writesOnlyItsOwnBytes() {
        byte[] target = new byte[3 * 3072];
        renderer(EVERYTHING, 1).render(0, 1, target, 3072);

        for (int i = 0; i < 3072; i++) {
            assertThat(target[i]).isZero();
            assertThat(target[2 * 3072 + i]).isZero();
        }
    }

    @Test
    void dependsOnSeedAndView() {
        Augmentation augmentation = new Augmentation(Flip.RANDOM, 4, 0, 0);
        byte[] one = new byte[0];
        for (int index = 0; index < 8; index++) {
            one = join(one, render(renderer(augmentation, 1), 0, index));
        }
        byte[] otherView = new byte[0];
        byte[] otherSeed = new byte[0];
        for (int index = 0; index < 8; index++) {
            otherView = join(otherView, render(renderer(augmentation, 1), 1, index));
            otherSeed = join(otherSeed, render(renderer(augmentation, 2), 0, index));
        }

        assertThat(one).isNotEqualTo(otherView).isNotEqualTo(otherSeed);
        assertThat(otherView).isNotEqualTo(otherSeed);
    }

    @Test
    void mirrorsHalfOfTheViews() {
        byte[] upright = images.pixels(0);
        byte[] mirrored = mirrored(upright);
        ViewRenderer renderer = renderer(new Augmentation(Flip.RANDOM, 0, 0, 0), 1);

        int flips = 0;
        for (int view = 0; view < 2000; view++) {
            byte[] rendered = render(renderer, view, 0);
            flips += Arrays.equals(rendered, mirrored) ? 1 : 0;
            assertThat(rendered).isIn(upright, mirrored);
        }
        // Four deviations of a fair coin.
        assertThat(flips).isBetween(1000 - 90, 1000 + 90);
    }

    @Test
    void mirrorsEveryImageInEveryOtherView() {
        ViewRenderer renderer = renderer(new Augmentation(Flip.ALTERNATE, 0, 0, 0), 1);

        for (int index = 0; index < 32; index++) {
            byte[] upright = images.pixels(index);
            byte[] first = render(renderer, 0, index);
            byte[] second = Arrays.equals(first, upright) ? mirrored(upright) : upright;
            assertThat(first).isIn(upright, mirrored(upright));
            for (int view = 1; view < 8; view++) {
                assertThat(render(renderer, view, index)).isEqualTo(view % 2 == 0 ? first : second);
            }
        }
    }

    @Test
    void beginsHalfOfTheImagesMirroredWhichTheSeedDecides() {
        FakeImages many = new FakeImages(new ImageShape(1, 1, 2), 2000, (index, i) -> i);
        boolean[][] mirrored = new boolean[2][2000];
        for (int seed = 0; seed < 2; seed++) {
            ViewRenderer renderer = new ViewRenderer(
                    many,
                    new Normalization(List.of(0.0), List.of(1.0)),
                    new Augmentation(Flip.ALTERNATE, 0, 0, 0),
                    TRAINING,
                    seed);
            for (int index = 0; index < 2000; index++) {
                byte[] pixels = new byte[2];
                renderer.render(0, index, pixels, 0);
                mirrored[seed][index] = pixels[0] == 1;
            }
        }

        // Four deviations of a fair coin.
        assertThat(IntStream.range(0, 2000).filter(index -> mirrored[0][index])).hasSizeBetween(1000 - 90, 1000 + 90);
        assertThat(IntStream.range(0, 2000).filter(index -> mirrored[0][index] != mirrored[1][index]))
                .as("two seeds agree on half of them")
                .hasSizeBetween(1000 - 90, 1000 + 90);
    }

    @Test
    void cropsAsWithoutFlipsWhereTheyAlternate() {
        // No pixel differs from its neighbour to the left or right: a flip shows nothing, a crop does.
        FakeImages rows = new FakeImages(ImageShape.CIFAR, 16, (index, i) -> (index * 13 + i / 32 * 7) % 251);
        ViewRenderer alternating =
                new ViewRenderer(rows, NORMALIZATION, new Augmentation(Flip.ALTERNATE, 4, 8, 0.4), TRAINING, 1);
        ViewRenderer upright =
                new ViewRenderer(rows, NORMALIZATION, new Augmentation(Flip.NEVER, 4, 8, 0.4), TRAINING, 1);

        for (int index = 0; index < 16; index++) {
            assertThat(render(alternating, index % 3, index)).isEqualTo(render(upright, index % 3, index));
        }
    }

    @Test
    void alternatesTheImageThatIsMixedIn() {
        // The image asked for is black; what is mixed in is light on one side.
        FakeImages two = new FakeImages(new ImageShape(1, 1, 2), 2, (index, i) -> index == 1 && i == 1 ? 255 : 0);
        ViewRenderer renderer = new ViewRenderer(
                two,
                new Normalization(List.of(0.0), List.of(1.0)),
                new Augmentation(Flip.ALTERNATE, 0, 0, 4),
                new int[] {1},
                1);
        byte[] pixels = new byte[2];
        renderer.render(0, 0, pixels, 0);
        int light = pixels[0] == 0 ? 1 : 0;

        for (int view = 0; view < 20; view++) {
            renderer.render(view, 0, pixels, 0);
            assertThat(pixels[light ^ view % 2]).isNotZero();
            assertThat(pixels[1 - (light ^ view % 2)]).isZero();
        }
    }

    @Test
    void neverMixesAHeldOutImageIn() {
        // Held-out images are white, the others black: any light pixel of a black image would be a leak.
        FakeImages split = new FakeImages(new ImageShape(1, 4, 4), 20, (index, i) -> index < 16 ? 0 : 255);
        ViewRenderer renderer = new ViewRenderer(
                split,
                new Normalization(List.of(0.0), List.of(1.0)),
                new Augmentation(Flip.NEVER, 0, 0, 1),
                TRAINING,
                1);

        for (int view = 0; view < 500; view++) {
            byte[] rendered = new byte[16];
            renderer.render(view, view % 16, rendered, 0);
            assertThat(rendered).containsOnly(0);
        }
    }

    @Test
    void keepsTheImageItWasAskedForDominantInAMixture() {
        FakeImages split = new FakeImages(new ImageShape(1, 1, 1), 2, (index, i) -> index == 0 ? 0 : 200);
        ViewRenderer renderer = new ViewRenderer(
                split,
                new Normalization(List.of(0.0), List.of(1.0)),
                new Augmentation(Flip.NEVER, 0, 0, 1),
                new int[] {1},
                1);
        byte[] pixel = new byte[1];

        double sum = 0;
        for (int view = 0; view < 4000; view++) {
            renderer.render(view, 0, pixel, 0);
            assertThat(pixel[0] & 0xFF).isLessThanOrEqualTo(100);
            sum += (pixel[0] & 0xFF) / 200.0;
        }
        // λ is uniform over [½, 1]: the second image has a quarter on average, with a deviation of 0.144 a view.
        assertThat(sum / 4000).isBetween(0.24, 0.26);
    }

    @Test
    void needsTrainingImagesToMixWith() {
        assertThatThrownBy(() ->
                        new ViewRenderer(images, NORMALIZATION, new Augmentation(Flip.NEVER, 0, 0, 0.2), new int[0], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mixup");
    }

    private ViewRenderer renderer(Augmentation augmentation, long seed) {
        return new ViewRenderer(images, NORMALIZATION, augmentation, TRAINING, seed);
    }

    private byte[] render(Augmentation augmentation, int view, int index) {
        return render(renderer(augmentation, 1), view, index);
    }

    private static byte[] render(ViewRenderer renderer, int view, int index) {
        byte[] target = new byte[3072];
        renderer.render(view, index, target, 0);
        return target;
    }

    private static byte[] mirrored(byte[] upright) {
        byte[] mirrored = new byte[3072];
        for (int i = 0; i < 3072; i++) {
            mirrored[i] = upright[i / 32 * 32 + 31 - i % 32];
        }
        return mirrored;
    }

    private String digest(Augmentation augmentation) {
        ViewRenderer renderer = renderer(augmentation, 42);
        byte[] all = new byte[64 * 3072];
        for (int i = 0; i < 64; i++) {
            renderer.render(i / 16, i % 16, all, i * 3072);
        }
        return Digest.of(all).abbreviated();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
