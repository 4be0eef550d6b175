package dev.retort.distill.data;

import dev.retort.distill.data.UnreadableImageException.Reason;
import dev.retort.distill.network.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * From the bytes of a PNG or JPEG file to the pixels that a network takes. Dimensions are read from the header before
 * anything is decoded, so that a small file cannot ask for much memory. For many threads.
 *
 * @param shape of the result: 3 channels
 * @param greatestPixels an image of more is refused
 */
public record ImageDecoder(ImageShape shape, long greatestPixels) {
    /** 50 megapixels: more than most cameras, and 200 MB while decoding. */
    public static final long USUAL_GREATEST_PIXELS = 50_000_000;

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
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                if (isKnown(reader)) {
                    return decode(reader, stream);
                }
            }
        } catch (IOException | RuntimeException e) {
            // ImageIO's readers throw whatever they stumble over when a file is damaged.
            throw new UnreadableImageException(Reason.DAMAGED, "the image is damaged: " + e, e);
        }
        throw new UnreadableImageException(
                Reason.NOT_AN_IMAGE, "not a PNG or JPEG image (%,d bytes)".formatted(file.length));
    }

    private byte[] decode(ImageReader reader, ImageInputStream stream) throws IOException, UnreadableImageException {
        try {
            reader.setInput(stream, false, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > greatestPixels) {
                throw new UnreadableImageException(
                        Reason.TOO_LARGE,
                        "the image has %,d × %,d pixels, more than the allowed %,d; make it smaller"
                                .formatted(width, height, greatestPixels));
            }
            BufferedImage image = JpegColours.read(reader);
            return AreaResize.resize(RgbRows.of(image), shape);
        } finally {
            reader.dispose();
        }
    }

    private static boolean isKnown(ImageReader reader) throws IOException {
        String format = reader.getFormatName();
        return format.equalsIgnoreCase("png") || format.equalsIgnoreCase("jpeg");
    }
}
