package dev.retort.distill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.distill.data.UnreadableImageException.Reason;
import dev.retort.distill.network.ImageShape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WebpTest {
    private static final ImageShape TWO_BY_TWO = new ImageShape(3, 2, 2);
    private static final List<byte[]> FILES = List.of(
            WebpPictures.LOSSY, WebpPictures.LOSSLESS, WebpPictures.TRANSPARENT, WebpPictures.LOSSY_TRANSPARENT);

    @Test
    void readsEveryPixelOfALosslessOne() throws UnreadableImageException {
        byte[] pixels = decode(WebpPictures.LOSSLESS, new ImageShape(3, 16, 16));

        for (int i = 0; i < 256; i++) {
            int x = i % 16;
            int y = i / 16;
            assertThat(pixels[i] & 0xFF).as("red").isEqualTo(16 * x);
            assertThat(pixels[256 + i] & 0xFF).as("green").isEqualTo(16 * y);
            assertThat(pixels[512 + i] & 0xFF).as("blue").isEqualTo(16 * (x ^ y));
        }
    }

    @Test
    void readsALossyOne() throws UnreadableImageException {
        assertIsRed(decode(WebpPictures.LOSSY, TWO_BY_TWO), 0);
    }

    @Test
    void laysTransparentPixelsOnWhite() throws UnreadableImageException {
        assertThat(decode(WebpPictures.TRANSPARENT, TWO_BY_TWO)).startsWith(0xFF, 0xFF, 0x7F, 0x7F);
        byte[] lossy = decode(WebpPictures.LOSSY_TRANSPARENT, TWO_BY_TWO);
        assertThat(lossy).startsWith(0xFF, 0xFF);
        assertIsRed(lossy, 2);
    }

    @Test
    void believesTheFrameAndNotTheCanvas() throws UnreadableImageException {
        assertThat(decode(WebpPictures.canvasThatLies(), TWO_BY_TWO))
                .isEqualTo(decode(WebpPictures.LOSSY_TRANSPARENT, TWO_BY_TWO));
    }

    @Test
    void refusesTooManyPixelsWithoutDecodingThem() {
        assertRefused(WebpPictures.frameOf(16_383, 16_383), Reason.TOO_LARGE, "16,383 × 16,383");
        assertRefused(WebpPictures.frameOf(5_001, 1_000), Reason.TOO_LARGE, "more than the allowed 5,000,000");
        assertRefused(WebpPictures.frameOf(5_000, 1_000), Reason.DAMAGED, "damaged");
        assertRefused(WebpPictures.frameOf(0, 9), Reason.DAMAGED, "no pixels");
    }

    @Test
    void refusesAnAnimation() {
        assertRefused(WebpPictures.ANIMATED, Reason.NOT_AN_IMAGE, "animated");
    }

    @Test
    void refusesEveryFileThatIsCutOff() {
        for (byte[] file : FILES) {
            // The last byte may be there only to make their number even.
            for (int length = 12; length < file.length - 1; length++) {
                assertRefused(Arrays.copyOf(file, length), Reason.DAMAGED, "damaged");
            }
        }
    }

    @Test
    void endsWithAnAnswerOrARefusalOnEveryDamagedFile() {
        Random random = new Random(7);
        ImageDecoder decoder = new ImageDecoder(ImageShape.CIFAR, 1_000_000);
        for (int attempt = 0; attempt < 800; attempt++) {
            byte[] damaged = FILES.get(attempt % FILES.size()).clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                damaged[12 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt();
            }
            try {
                assertThat(decoder.decode(damaged)).hasSize(3072);
            } catch (UnreadableImageException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    private static byte[] decode(byte[] file, ImageShape shape) throws UnreadableImageException {
        return new ImageDecoder(shape).decode(file);
    }

    /** C81E32 or nearly, all pixels of two by two from one on. */
    private static void assertIsRed(byte[] pixels, int first) {
        for (int i = first; i < 4; i++) {
            assertThat(pixels[i] & 0xFF).isBetween(0xC8 - 4, 0xC8 + 4);
            assertThat(pixels[4 + i] & 0xFF).isBetween(0x1E - 4, 0x1E + 4);
            assertThat(pixels[8 + i] & 0xFF).isBetween(0x32 - 4, 0x32 + 4);
        }
    }

    private static void assertRefused(byte[] file, Reason reason, String message) {
        assertThatThrownBy(() -> decode(file, ImageShape.CIFAR))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        UnreadableImageException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
