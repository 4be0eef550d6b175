package dev.retort.distill.data;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.retort.distill.data.UnreadableImageException.Reason;
import dev.retort.distill.network.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * From the bytes of a PNG, JPEG or WebP file to the pixels that a network takes. Dimensions are read from the header before
 * anything is decoded, so that a small file cannot ask for much memory. For many threads.
 *
 * @param shape of the result: 3 channels
 * @param greatestPixels an image of more is refused
 */
public record ImageDecoder(ImageShape shape, long greatestPixels) {
    /** 50 megapixels: more than most cameras. {@link #decodingBytes} says what an image of so many takes. */
    public static final long USUAL_GREATEST_PIXELS = 50_000_000;

    /** A WebP may have only so small a part of the pixels: of a lossless one decoding takes as many times as long. */
    private static final int WEBP_PART = 10;

    /** As a decoder has them, and as an image. */
    private static final int WEBP_BYTES_A_PIXEL = 8;

    /** Two rows as they are in the file, of up to 8 bytes a pixel; one as colours; and the weights of resizing. */
    private static final int BYTES_A_COLUMN = 2 * 8 + Integer.BYTES + Double.BYTES;

    /** The weights of resizing. */
    private static final int BYTES_A_ROW = Double.BYTES;

    /** Made here: where ImageIO looks for readers depends on the thread that asks first. */
    private static final ImageReaderSpi WEBP = new WebPImageReaderSpi();

    static {
        // Images come from memory: a cache on disk would only cost a temporary file each.
        ImageIO.setUseCache(false);
    }

    public ImageDecoder {
        if (shape.channels() != 3) {
            throw new IllegalArgumentException("images are decoded to 3 channels, not " + shape.channels());
        }
    }

    public ImageDecoder(ImageShape shape) {
        this(shape, USUAL_GREATEST_PIXELS);
    }

    /** What is done with a reader that stands before an image that may be decoded. */
    @FunctionalInterface
    private interface Use<T> {
        T of(ImageReader reader) throws IOException;
    }

    /**
     * Decodes, lays transparent pixels on white, and resizes each side to that of the shape, the aspect ratio not kept.
     *
     * @return red, green and blue planes, uint8
     */
    public byte[] decode(byte[] file) throws UnreadableImageException {
        return decode(file, () -> false);
    }

    /**
     * As {@link #decode(byte[])}, and ends with CancellationException soon after nobody wants the image any more.
     *
     * @param isUnwanted asked often, on this thread
     */
    public byte[] decode(byte[] file, BooleanSupplier isUnwanted) throws UnreadableImageException {
        return read(file, reader -> {
            reader.addIIOReadProgressListener(new StopWhenUnwanted(isUnwanted));
            BufferedImage image = JpegColours.read(reader);
            if (isUnwanted.getAsBoolean()) {
                throw new CancellationException("nobody wants this image any more");
            }
            return AreaResize.resize(RgbRows.of(image), shape);
        });
    }

    /** How much memory decoding takes at its height, native memory too, by what the file says before its pixels. */
    public long decodingBytes(byte[] file) throws UnreadableImageException {
        return read(file, reader -> {
            long width = reader.getWidth(0);
            long height = reader.getHeight(0);
            return width * height * bytesAPixel(file, reader) + width * BYTES_A_COLUMN + height * BYTES_A_ROW;
        });
    }

    private <T> T read(byte[] file, Use<T> use) throws UnreadableImageException {
        try {
            return WebpFile.is(file) ? readWebp(WebpFile.read(file), use) : readOther(file, use);
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Readers throw whatever they stumble over when a file is damaged.
            throw new UnreadableImageException(Reason.DAMAGED, "the image is damaged: " + e, e);
        }
    }

    private <T> T readOther(byte[] file, Use<T> use) throws IOException, UnreadableImageException {
        requireScans(file);
        try (ImageInputStream stream = stream(file)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                if (isKnown(reader)) {
                    return read(reader, stream, use);
                }
            }
        }
        throw new UnreadableImageException(
                Reason.NOT_AN_IMAGE, "not a PNG, JPEG or WebP image (%,d bytes)".formatted(file.length));
    }

    private <T> T read(ImageReader reader, ImageInputStream stream, Use<T> use)
            throws IOException, UnreadableImageException {
        try {
            reader.setInput(stream, false, true);
            requireSize(reader.getWidth(0), reader.getHeight(0), greatestPixels);
            return use.of(reader);
        } finally {
            reader.dispose();
        }
    }

    private <T> T readWebp(WebpFile file, Use<T> use) throws IOException, UnreadableImageException {
        requireSize(file.width(), file.height(), greatestPixels / WEBP_PART);
        ImageReader reader = WEBP.createReaderInstance();
        try (ImageInputStream stream = stream(file.bytes())) {
            reader.setInput(stream, true, true);
            return use.of(reader);
        } finally {
            reader.dispose();
        }
    }

    private static int bytesAPixel(byte[] file, ImageReader reader) throws IOException {
        if (WebpFile.is(file)) {
            return WEBP_BYTES_A_PIXEL;
        }
        Optional<JpegMarkers> jpeg = JpegMarkers.of(file);
        if (jpeg.isPresent()) {
            return jpeg.get().bytesAPixel();
        }
        // The first is what a PNG is read into: up to four channels, of two bytes each where the file has so many.
        SampleModel samples = reader.getImageTypes(0).next().getSampleModel();
        return samples.getNumBands() * Math.ceilDiv(DataBuffer.getDataTypeSize(samples.getDataType()), Byte.SIZE);
    }

    private static void requireScans(byte[] file) throws UnreadableImageException {
        int scans = JpegMarkers.of(file).map(JpegMarkers::scans).orElse(0);
        if (scans > JpegMarkers.GREATEST_SCANS) {
            throw new UnreadableImageException(
                    Reason.DAMAGED,
                    "the JPEG has %,d scans, more than any program writes (%d)"
                            .formatted(scans, JpegMarkers.GREATEST_SCANS));
        }
    }

    private static void requireSize(int width, int height, long greatestPixels) throws UnreadableImageException {
        if ((long) width * height > greatestPixels) {
            throw new UnreadableImageException(
                    Reason.TOO_LARGE,
                    "the image has %,d × %,d pixels, more than the allowed %,d; make it smaller"
                            .formatted(width, height, greatestPixels));
        }
    }

    private static ImageInputStream stream(byte[] file) throws IOException {
        return ImageIO.createImageInputStream(new ByteArrayInputStream(file));
    }

    private static boolean isKnown(ImageReader reader) throws IOException {
        String format = reader.getFormatName();
        return format.equalsIgnoreCase("png") || format.equalsIgnoreCase("jpeg");
    }
}
