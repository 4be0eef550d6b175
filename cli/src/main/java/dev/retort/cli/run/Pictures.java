package dev.retort.cli.run;

import dev.retort.distill.data.ImageSet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Images of a set as pictures, for people and servers. */
public final class Pictures {
    private Pictures() {}

    /** The bytes of a PNG file, which keeps every pixel as it is. */
    public static byte[] png(ImageSet images, int index) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture(images, index), "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    static BufferedImage picture(ImageSet images, int index) {
        int height = images.shape().height();
        int width = images.shape().width();
        int plane = height * width;
        byte[] pixels = new byte[images.shape().size()]; // [c, h, w]
        images.copyPixels(index, pixels, 0);
        int green = images.shape().channels() == 1 ? 0 : plane;
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = (pixels[i] & 0xFF) << 16 | (pixels[green + i] & 0xFF) << 8 | (pixels[2 * green + i] & 0xFF);
            picture.setRGB(i % width, i / width, rgb);
        }
        return picture;
    }
}
