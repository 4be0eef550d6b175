package dev.retort.distill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.distill.data.UnreadableImageException.Reason;
import dev.retort.distill.network.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageDecoderTest {
    private static final ImageShape TWO_BY_TWO = new ImageShape(3, 2, 2);

    @Test
    void putsPlanesOfRedGreenAndBlueOneAfterAnother() throws Exception {
        BufferedImage image = Pictures.filled(2, 2, 0x102030);
        image.setRGB(1, 0, 0x405060);

        assertThat(decode(Pictures.png(image), TWO_BY_TWO))
                .containsExactly(0x10, 0x40, 0x10, 0x10, 0x20, 0x50, 0x20, 0x20, 0x30, 0x60, 0x30, 0x30);
    }

    @Test
    void keepsEveryPixelOfAnImageOfTheRightSize() throws Exception {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 1024; i++) {
            image.setRGB(i % 32, i / 32, random.nextInt(1 << 24));
        }

        byte[] pixels = decode(Pictures.png(image), ImageShape.CIFAR);

        for (int i = 0; i < 1024; i++) {
            int rgb = (pixels[i] & 0xFF) << 16 | (pixels[1024 + i] & 0xFF) << 8 | (pixels[2048 + i] & 0xFF);
            assertThat(rgb).isEqualTo(image.getRGB(i % 32, i / 32) & 0xFFFFFF);
        }
    }

    @Test
    void averagesTheAreaThatAPixelCovers() throws Exception {
        // 3 × 2 pixels to 2 × 1: each target covers one and a half columns.
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        int[] reds = {0, 60, 120, 30, 90, 150};
        for (int i = 0; i < reds.length; i++) {
            image.setRGB(i % 3, i / 3, reds[i] << 16);
        }

        byte[] pixels = decode(Pictures.png(image), new ImageShape(3, 1, 2));

        // (0 + 30) / 2 and (60 + 90) / 2 weigh 2 : 1, and so do (120 + 150) / 2 and the middle column.
        assertThat(pixels[0] & 0xFF).isEqualTo(35);
        assertThat(pixels[1] & 0xFF).isEqualTo(115);
    }

    @Test
    void interpolatesASmallerImage() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 0, 0xC80000);

        byte[] pixels = decode(Pictures.png(image), new ImageShape(3, 1, 4));

        assertThat(pixels).startsWith(0, 50, (byte) 150, (byte) 200);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,500", "500,1", "31,33", "640,480", "7,1000"})
    void keepsAPlainColourAtAnySize(int width, int height) throws Exception {
        byte[] pixels = decode(Pictures.png(Pictures.filled(width, height, 0x4BC3F0)), ImageShape.CIFAR);

        assertThat(Arrays.copyOfRange(pixels, 0, 1024)).containsOnly(0x4B);
        assertThat(Arrays.copyOfRange(pixels, 1024, 2048)).containsOnly(0xC3);
        assertThat(Arrays.copyOfRange(pixels, 2048, 3072)).containsOnly(0xF0);
    }

    @Test
    void readsJpeg() throws Exception {
        byte[] file = Pictures.encode(Pictures.filled(40, 30, 0xC81E32), "jpg");

        byte[] pixels = decode(file, ImageShape.CIFAR);

        assertThat(pixels[100] & 0xFF).isBetween(0xC8 - 3, 0xC8 + 3);
        assertThat(pixels[1124] & 0xFF).isBetween(0x1E - 3, 0x1E + 3);
        assertThat(pixels[2148] & 0xFF).isBetween(0x32 - 3, 0x32 + 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void takesGreyAsItStandsInTheFile(String format) throws Exception {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        fill(image.getRaster(), 0x40);

        assertThat(decode(Pictures.encode(image, format), TWO_BY_TWO)).containsOnly(0x40);
    }

    @Test
    void takesTheHighByteOfSixteenBits() throws Exception {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
        fill(image.getRaster(), 0x80FF);

        assertThat(decode(Pictures.png(image), TWO_BY_TWO)).containsOnly(0x80);
    }

    @Test
    void laysTransparentPixelsOnWhite() throws Exception {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 16; i++) {
            image.setRGB(i % 4, i / 4, i / 4 < 2 ? 0x00123456 : 0x80000000);
        }

        byte[] pixels = decode(Pictures.png(image), TWO_BY_TWO);

        assertThat(pixels).startsWith(0xFF, 0xFF, 0x7F, 0x7F);
    }

    @Test
    void readsPalettes() throws Exception {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
        for (int i = 0; i < 16; i++) {
            image.setRGB(i % 4, i / 4, 0xFF3300);
        }

        assertThat(decode(Pictures.png(image), TWO_BY_TWO)).startsWith(0xFF, 0xFF, 0xFF, 0xFF, 0x33);
    }

    /** All say the same inks: without a marker as they are, in Adobe's way as 255 less, or as luma and chroma of that. */
    @ParameterizedTest
    @CsvSource({"-1, 200, 150, 100, 55", "0, 55, 105, 155, 200", "2, 96, 161, 99, 200"})
    void readsJpegOfFourInks(int transform, int first, int second, int third, int black) throws Exception {
        byte[] file = fourInks(transform, new int[] {first, second, third, black});

        byte[] pixels = decode(file, TWO_BY_TWO);

        // What is left of white is (255 − ink) · (255 − black) / 255.
        assertThat(pixels[0] & 0xFF).isBetween(43 - 3, 43 + 3);
        assertThat(pixels[4] & 0xFF).isBetween(82 - 3, 82 + 3);
        assertThat(pixels[8] & 0xFF).isBetween(121 - 3, 121 + 3);
    }

    @Test
    void refusesAnImageOfTooManyPixelsWithoutDecodingIt() throws Exception {
        byte[] bomb = Pictures.bomb(100_000, 100_000);

        assertRefused(bomb, Reason.TOO_LARGE, "100,000 × 100,000");
        assertRefused(Pictures.bomb(Integer.MAX_VALUE, Integer.MAX_VALUE), Reason.TOO_LARGE, "2,147,483,647");
    }

    @Test
    void takesAnImageOfAsManyPixelsAsAllowed() throws Exception {
        ImageDecoder decoder = new ImageDecoder(TWO_BY_TWO, 100);

        assertThat(decoder.decode(Pictures.png(Pictures.filled(10, 10, 0)))).hasSize(12);
        assertThatThrownBy(() -> decoder.decode(Pictures.png(Pictures.filled(101, 1, 0))))
                .isInstanceOfSatisfying(
                        UnreadableImageException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<html>no</html>", "GIF89a", "%PDF-1.7"})
    void refusesWhatIsNoImage(String text) {
        assertRefused(text.getBytes(StandardCharsets.US_ASCII), Reason.NOT_AN_IMAGE, "PNG, JPEG or WebP");
    }

    @Test
    void refusesFormatsThatNobodyAskedFor() throws IOException {
        assertRefused(Pictures.encode(Pictures.filled(4, 4, 0), "gif"), Reason.NOT_AN_IMAGE, "PNG, JPEG or WebP");
    }

    @Test
    void refusesTruncatedFiles() throws IOException {
        byte[] png = Pictures.png(noise());
        byte[] header = Arrays.copyOf(png, 20);

        assertRefused(Arrays.copyOf(png, png.length / 2), Reason.DAMAGED, "damaged");
        assertRefused(header, Reason.DAMAGED, "damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void endsWithAnAnswerOrARefusalOnEveryDamagedFile(String format) throws IOException {
        byte[] whole = Pictures.encode(noise(), format);
        Random random = new Random(7);

        IntStream.range(0, 500).forEach(attempt -> {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int flips = random.nextInt(8); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(new ImageDecoder(ImageShape.CIFAR, 1_000_000).decode(damaged))
                        .hasSize(3072);
            } catch (UnreadableImageException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        });
    }

    private static byte[] decode(byte[] file, ImageShape shape) throws UnreadableImageException {
        return new ImageDecoder(shape).decode(file);
    }

    private static void assertRefused(byte[] file, Reason reason, String message) {
        assertThatThrownBy(() -> decode(file, ImageShape.CIFAR))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        UnreadableImageException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int i = 0; i < 1600; i++) {
            image.setRGB(i % 40, i / 40, random.nextInt(1 << 24));
        }
        return image;
    }

    private static void fill(WritableRaster raster, int sample) {
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int x = 0; x < raster.getWidth(); x++) {
                raster.setSample(x, y, 0, sample);
            }
        }
    }

    /**
     * A JPEG of 16 × 16 pixels of the same four samples. Java writes no marker of Adobe's into such a file: it is put in
     * behind the first two bytes.
     */
    private static byte[] fourInks(int transform, int[] samples) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, samples);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        return transform < 0 ? bytes.toByteArray() : withAdobeMarker(bytes.toByteArray(), transform);
    }

    private static byte[] withAdobeMarker(byte[] jpeg, int transform) {
        byte[] marker = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform
        };
        return ByteBuffer.allocate(jpeg.length + marker.length)
                .put(jpeg, 0, 2)
                .put(marker)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }
}
