package dev.retort.distill.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.Digest;
import dev.retort.distill.data.drawn.DrawnImages;
import dev.retort.distill.data.drawn.DrawnImages.Split;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.random.CounterRandom;
import dev.retort.distill.random.Stream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CorruptionTest {
    private static final ImageShape SMALL = new ImageShape(1, 5, 5);

    /** Expected pixels: SciPy 1.17.1, ndimage.gaussian_filter with mode nearest and truncate 4, of two white pixels. */
    @Test
    void blursAsScipyDoes() {
        byte[] pixels = new byte[25];
        pixels[0] = (byte) 255;
        pixels[12] = (byte) 255;

        assertThat(corrupted("blur-1", pixels, SMALL, 1))
                .containsExactly(
                        bytes(235, 10, 0, 0, 0, 10, 1, 9, 0, 0, 0, 9, 215, 9, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0));
        assertThat(corrupted("blur-5", pixels, SMALL, 1))
                .containsExactly(bytes(
                        126, 57, 16, 4, 1, 57, 38, 29, 15, 3, 16, 29, 41, 25, 5, 4, 15, 25, 15, 3, 1, 3, 5, 3, 1));
    }

    /** By hand: the mean of 0, 100, 200 and 100 is 100; severity 2 keeps half of the distance to it, channel by channel. */
    @Test
    void drawsTheValuesOfEachChannelTowardsTheirMean() {
        byte[] pixels = bytes(0, 100, 200, 100, 10, 10, 10, 50);

        assertThat(corrupted("contrast-2", pixels, new ImageShape(2, 2, 2), 1))
                .containsExactly(bytes(50, 100, 150, 100, 15, 15, 15, 35));
    }

    @Test
    void addsNoiseOfTheStatedDeviationAndNoBias() {
        byte[] grey = new byte[3 * 64 * 64];
        Arrays.fill(grey, (byte) 128);

        byte[] noisy = corrupted("noise-5", grey, new ImageShape(3, 64, 64), 3);

        assertThat(mean(noisy)).isCloseTo(128, within(0.8));
        assertThat(Math.sqrt(squaredDistance(grey, noisy) / grey.length)).isCloseTo(25.5, within(0.6));
    }

    /** What a cast takes from one channel it gives to the others: cosines a third of a turn apart add up to nothing. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shiftsColoursAndKeepsTheGreyValue(long seed) {
        byte[] grey = bytes(128, 128, 128);

        byte[] tinted = corrupted("colour-5", grey, new ImageShape(3, 1, 1), seed);

        assertThat(mean(tinted)).isCloseTo(128, within(1.0));
        assertThat(squaredDistance(grey, tinted)).isCloseTo(1.5 * 76.5 * 76.5, within(200.0));
    }

    @Test
    void castsEachImageInAnotherColour() {
        assertThat(corrupted("colour-5", bytes(128, 128, 128), new ImageShape(3, 1, 1), 1))
                .isNotEqualTo(corrupted("colour-5", bytes(128, 128, 128), new ImageShape(3, 1, 1), 2));
    }

    /** Whoever changes how images are spoilt changes what measurements rest on: these say so. */
    @ParameterizedTest
    @CsvSource({"noise-3, 3b0c86096750", "blur-3, e61d13e43c85", "contrast-3, b587685032f2", "colour-3, 9c9fa5ef6ced"})
    void givesTheSameBytesOnEveryMachine(String corruption, String digest) {
        byte[] spoilt = corrupted(corruption, drawn(3), ImageShape.CIFAR, 7);

        assertThat(Digest.of(spoilt).abbreviated()).isEqualTo(digest);
    }

    @ParameterizedTest
    @EnumSource
    void takesAnImageFurtherAwayWithEverySeverity(CorruptionKind kind) {
        for (int index = 0; index < 50; index++) {
            byte[] original = drawn(index);
            double before = 0;
            for (int severity = 1; severity <= Corruption.GREATEST_SEVERITY; severity++) {
                byte[] spoilt = original.clone();
                new Corruption(kind, severity).apply(spoilt, ImageShape.CIFAR, random(index));

                double distance = squaredDistance(original, spoilt);
                assertThat(distance)
                        .as("%s of severity %d, image %d", kind, severity, index)
                        .isGreaterThan(before);
                before = distance;
            }
        }
    }

    @Test
    void staysBlackAndWhiteAtTheEndsOfTheRange() {
        byte[] ends = bytes(0, 255, 0, 255);

        byte[] noisy = corrupted("noise-5", ends, new ImageShape(1, 2, 2), 5);

        // A value that wrapped round would be at the other end.
        assertThat(noisy[0] & 0xFF).isLessThan(128);
        assertThat(noisy[1] & 0xFF).isGreaterThan(127);
        assertThat(noisy[2] & 0xFF).isLessThan(128);
        assertThat(noisy[3] & 0xFF).isGreaterThan(127);
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise-1", "blur-5", "contrast-2", "colour-3"})
    void isReadAsItIsWritten(String written) {
        assertThat(Corruption.parse(written)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blur", "blur-0", "blur-6", "fog-1", "BLUR-1", "", "blur-1 "})
    void isNothingElse(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> Corruption.parse(written));
    }

    @Test
    void shiftsNoColourOfAGreyImage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> corrupted("colour-1", new byte[25], SMALL, 1))
                .withMessageContaining("have 1");
    }

    private static byte[] corrupted(String corruption, byte[] original, ImageShape shape, long seed) {
        byte[] pixels = original.clone();
        Corruption.parse(corruption).apply(pixels, shape, new CounterRandom(seed, Stream.CORRUPTION, 0, 0));
        return pixels;
    }

    private static CounterRandom random(int index) {
        return new CounterRandom(1, Stream.CORRUPTION, 0, index);
    }

    private static byte[] drawn(int index) {
        byte[] pixels = new byte[ImageShape.CIFAR.size()];
        new DrawnImages(1).copyPixels(Split.TEST, index, pixels);
        return pixels;
    }

    private static double mean(byte[] pixels) {
        double sum = 0;
        for (byte pixel : pixels) {
            sum += pixel & 0xFF;
        }
        return sum / pixels.length;
    }

    private static double squaredDistance(byte[] one, byte[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = (one[i] & 0xFF) - (other[i] & 0xFF);
            sum += difference * difference;
        }
        return sum;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
