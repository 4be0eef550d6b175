package dev.retort.distill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.retort.distill.data.UnreadableImageException.Reason;
import dev.retort.distill.network.ImageShape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file may ask for before anybody knows what is in it. */
class DecodingCostTest {
    private static final int SIDE = 64;
    private static final int PIXELS = SIDE * SIDE;

    /** Rows as they are read, and what resizing needs, 28 bytes a column and 8 a row. */
    private static final int SIDES = SIDE * (28 + 8);

    private final ImageDecoder decoder = new ImageDecoder(ImageShape.CIFAR, 1_000_000);

    @Test
    void countsTheBytesOfEachPixelAsTheyAreInMemory() throws Exception {
        assertThat(decoder.decodingBytes(file("png", image(BufferedImage.TYPE_BYTE_GRAY))))
                .isEqualTo(SIDES + PIXELS);
        assertThat(decoder.decodingBytes(file("png", image(BufferedImage.TYPE_3BYTE_BGR))))
                .isEqualTo(SIDES + 3L * PIXELS);
        assertThat(decoder.decodingBytes(file("png", image(BufferedImage.TYPE_4BYTE_ABGR))))
                .isEqualTo(SIDES + 4L * PIXELS);
        assertThat(decoder.decodingBytes(file("png", deep()))).as("16 bits").isEqualTo(SIDES + 8L * PIXELS);
        assertThat(decoder.decodingBytes(file("jpeg", image(BufferedImage.TYPE_3BYTE_BGR))))
                .isEqualTo(SIDES + 3L * PIXELS);
        assertThat(decoder.decodingBytes(progressive()))
                .as("coefficients of two bytes too")
                .isEqualTo(SIDES + 9L * PIXELS);
    }

    /** 125 KB a row in the file, and 28 MB for one row. */
    @Test
    void countsWhatARowTakesOfAnImageThatIsNothingElse() throws Exception {
        byte[] file = file("png", new BufferedImage(1_000_000, 1, BufferedImage.TYPE_BYTE_BINARY));

        assertThat(decoder.decodingBytes(file)).isGreaterThan(28_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void stopsWhenNobodyWantsTheImageAnyMore(String format) throws Exception {
        byte[] file = file(format, image(BufferedImage.TYPE_3BYTE_BGR));
        AtomicInteger asked = new AtomicInteger();

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> decoder.decode(file, () -> asked.incrementAndGet() > 3));

        assertThat(asked).as("of 64 rows, or 20 steps").hasValueLessThan(10);
    }

    @Test
    void decodesAProgressiveJpegOfAsManyScansAsProgramsWrite() throws Exception {
        assertThat(JpegMarkers.of(progressive()).orElseThrow().scans()).isBetween(2, 20);
        assertThat(decoder.decode(progressive())).hasSize(ImageShape.CIFAR.size());
    }

    /** Some bytes each, and each takes as long as the image is large. */
    @Test
    void refusesAJpegOfVeryManyScans() throws Exception {
        byte[] file = progressive();
        int scan = lastScan(file);
        byte[] scans = Arrays.copyOfRange(file, scan, file.length - 2);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(file, 0, scan);
        for (int i = 0; i < 100; i++) {
            bomb.write(scans);
        }
        bomb.write(file, file.length - 2, 2);

        assertThatExceptionOfType(UnreadableImageException.class)
                .isThrownBy(() -> decoder.decodingBytes(bomb.toByteArray()))
                .withMessageContaining("scans")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
        assertThatExceptionOfType(UnreadableImageException.class)
                .isThrownBy(() -> decoder.decode(bomb.toByteArray()))
                .withMessageContaining("scans");
    }

    @Test
    void findsNoMarkersInWhatIsCutOff() throws Exception {
        byte[] file = progressive();
        for (int length = 0; length < 200; length++) {
            assertThat(JpegMarkers.of(Arrays.copyOf(file, length))
                            .map(JpegMarkers::scans)
                            .orElse(0))
                    .isLessThan(3);
        }
    }

    private static int lastScan(byte[] file) {
        int at = file.length - 2;
        while (!(file[at] == (byte) 0xFF && file[at + 1] == (byte) 0xDA)) {
            at--;
        }
        return at;
    }

    private static BufferedImage image(int type) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, type);
        for (int i = 0; i < PIXELS; i++) {
            image.setRGB(i % SIDE, i / SIDE, 0xFF000000 | i * 977);
        }
        return image;
    }

    /** 16 bits for each of red, green, blue and transparency. */
    private static BufferedImage deep() {
        ComponentColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), true, false, 3, DataBuffer.TYPE_USHORT);
        WritableRaster raster = colours.createCompatibleWritableRaster(SIDE, SIDE);
        return new BufferedImage(colours, raster, false, null);
    }

    private static byte[] file(String format, BufferedImage image) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, file)).isTrue();
        return file.toByteArray();
    }

    private static byte[] progressive() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(stream);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(image(BufferedImage.TYPE_3BYTE_BGR), null, null), parameters);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }
}
