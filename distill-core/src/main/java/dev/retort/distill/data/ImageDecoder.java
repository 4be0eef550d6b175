package dev.retort.distill.data;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.retort.distill.data.UnreadableImageException.Reason;
import dev.retort.distill.network.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
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
    /** 50 megapixels: more than most cameras, and 200 MB while decoding. */
    public static final long USUAL_GREATEST_PIXELS = 50_000_000;

    /** A WebP may have only so small a part of the pixels: of a lossless one decoding takes as many times as long. */
    private static final int WEBP_PART = 10;

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

    /**
     * Decodes, lays transparent pixels on white, and resizes each side to that of the shape, the aspect ratio not kept.
     *
     * @return red, green and blue planes, uint8
     */
    public byte[] decode(byte[] file) throws UnreadableImageException {
        try {
            BufferedImage image = WebpFile.is(file) ? readWebp(WebpFile.read(file)) : read(file);
            return AreaResize.resize(RgbRows.of(image), shape);
        } catch (IOException | RuntimeException e) {
            // Readers throw whatever they stumble over when a file is damaged.
            throw new UnreadableImageException(Reason.DAMAGED, "the image is damaged: " + e, e);
        }
    }

    private BufferedImage read(byte[] file) throws IOException, UnreadableImageException {
        try (ImageInputStream stream = stream(file)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                if (isKnown(reader)) {
                    return read(reader, stream);
                }
            }
        }
        throw new UnreadableImageException(
                Reason.NOT_AN_IMAGE, "not a PNG, JPEG or WebP image (%,d bytes)".formatted(file.length));
    }

    private BufferedImage read(ImageReader reader, ImageInputStream stream)
            throws IOException, UnreadableImageException {
        try {
            reader.setInput(stream, false, true);
            requireSize(reader.getWidth(0), reader.getHeight(0), greatestPixels);
            return JpegColours.read(reader);
        } finally {
            reader.dispose();
        }
    }

    private BufferedImage readWebp(WebpFile file) throws IOException, UnreadableImageException {
        requireSize(file.width(), file.height(), greatestPixels / WEBP_PART);
        ImageReader reader = WEBP.createReaderInstance();
        try (ImageInputStream stream = stream(file.bytes())) {
            reader.setInput(stream, true, true);
            return reader.read(0);
        } finally {
            reader.dispose();
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
