package dev.retort.distill.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads what ImageIO reads, and JPEG files of four inks as their programs mean them: ImageIO, where it reads those at all,
 * shows Adobe's as negatives.
 */
final class JpegColours {
    private static final int INKS = 4;
    private static final int TRANSFORM_YCCK = 2;

    private JpegColours() {}

    /** @param reader on a stream in which it can go back */
    static BufferedImage read(ImageReader reader) throws IOException {
        try {
            BufferedImage image = reader.read(0);
            boolean ofInks = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
            return ofInks ? readInks(reader) : image;
        } catch (IIOException e) {
            if (reader.canReadRaster()) {
                return readInks(reader);
            }
            throw e;
        }
    }

    private static BufferedImage readInks(ImageReader reader) throws IOException {
        Raster raster = reader.readRaster(0, null);
        if (raster.getNumBands() != INKS) {
            throw new IIOException("its colours are unknown");
        }
        return fromInks(raster, adobeTransform(reader.getImageMetadata(0)));
    }

    /** Without colour profiles: red is what cyan and black leave of white. */
    private static BufferedImage fromInks(Raster raster, int transform) {
        BufferedImage image = new BufferedImage(raster.getWidth(), raster.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] inks = new int[INKS];
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int x = 0; x < raster.getWidth(); x++) {
                raster.getPixel(x, y, inks);
                if (transform == TRANSFORM_YCCK) {
                    toCmy(inks);
                }
                // Adobe's files, the only ones with an Adobe marker, hold 255 for no ink.
                int flip = transform < 0 ? 0xFF : 0;
                int black = inks[3] ^ flip;
                int red = (inks[0] ^ flip) * black / 0xFF;
                int green = (inks[1] ^ flip) * black / 0xFF;
                int blue = (inks[2] ^ flip) * black / 0xFF;
                int rgb = red << 16 | green << 8 | blue;
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    /** From luma and chroma (ITU-R BT.601, full range) in place. */
    private static void toCmy(int[] inks) {
        double luma = inks[0];
        double blueness = inks[1] - 128;
        double redness = inks[2] - 128;
        inks[0] = toByte(luma + 1.402 * redness);
        inks[1] = toByte(luma - 0.344136 * blueness - 0.714136 * redness);
        inks[2] = toByte(luma + 1.772 * blueness);
    }

    private static int toByte(double value) {
        return (int) Math.clamp(value + 0.5, 0.0, 255.0);
    }

    /** What Adobe's marker says of the colours; −1 without one. */
    private static int adobeTransform(IIOMetadata metadata) {
        Element root = (Element) metadata.getAsTree("javax_imageio_jpeg_image_1.0");
        NodeList markers = root.getElementsByTagName("app14Adobe");
        return markers.item(0) instanceof Element marker ? Integer.parseInt(marker.getAttribute("transform")) : -1;
    }
}
