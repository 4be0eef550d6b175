package dev.retort.distill.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/** The rows of a decoded image as 0xRRGGBB, transparent pixels laid on white. */
interface RgbRows {
    BufferedImage image();

    default int width() {
        return image().getWidth();
    }

    default int height() {
        return image().getHeight();
    }

    /** @param rgb [width] */
    void copyRow(int y, int[] rgb);

    static RgbRows of(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        boolean grey = colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        return grey ? new Grey(image) : new Coloured(image);
    }

    /** What Java's colour management makes of the pixels. */
    record Coloured(BufferedImage image) implements RgbRows {
        @Override
        public void copyRow(int y, int[] rgb) {
            image.getRGB(0, y, width(), 1, rgb, 0, width());
            for (int x = 0; x < width(); x++) {
                rgb[x] = onWhite(rgb[x] >>> 24, rgb[x] >>> 16 & 0xFF, rgb[x] >>> 8 & 0xFF, rgb[x] & 0xFF);
            }
        }
    }

    /**
     * Samples as they stand in the file: Java takes grey for linear light and would brighten it, which neither the file's
     * author nor other libraries mean.
     */
    record Grey(BufferedImage image) implements RgbRows {
        @Override
        public void copyRow(int y, int[] rgb) {
            Raster raster = image.getRaster();
            int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
            boolean transparent = raster.getNumBands() > 1;
            for (int x = 0; x < width(); x++) {
                int grey = raster.getSample(x, y, 0) >>> shift;
                int alpha = transparent ? raster.getSample(x, y, 1) >>> shift : 0xFF;
                rgb[x] = onWhite(alpha, grey, grey, grey);
            }
        }
    }

    private static int onWhite(int alpha, int red, int green, int blue) {
        return onWhite(alpha, red) << 16 | onWhite(alpha, green) << 8 | onWhite(alpha, blue);
    }

    private static int onWhite(int alpha, int value) {
        return (alpha * value + (0xFF - alpha) * 0xFF + 0x7F) / 0xFF;
    }
}
