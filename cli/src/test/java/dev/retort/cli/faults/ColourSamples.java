package dev.retort.cli.faults;

import dev.retort.contracts.sample.Sample;
import dev.retort.distill.data.drawn.DrawnImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images as nobody has drawn before: noise around a colour, and the colour is the class. */
final class ColourSamples {
    static final int SIDE = 32;
    private static final int NOISE = 40;
    private static final int CLASSES = DrawnImages.classes().size();

    private ColourSamples() {}

    static int label(int number) {
        return number % CLASSES;
    }

    /** What the gateway should call it. */
    static String name(int number) {
        return DrawnImages.classes().get(label(number));
    }

    static Sample sample(int number) {
        return new Sample("camera", 3, SIDE, SIDE, pixels(number), label(number), null, null);
    }

    /** [3, SIDE, SIDE]: no two classes differ in less than one channel from dark to bright. */
    private static byte[] pixels(int number) {
        Random random = new Random(number);
        int code = label(number);
        int[] colour = {60 + 120 * (code % 2), 60 + 60 * (code / 2 % 3), 60 + 120 * (code / 6)};
        byte[] pixels = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (colour[i / (SIDE * SIDE)] + random.nextInt(NOISE) - NOISE / 2);
        }
        return pixels;
    }

    static Path png(int number, Path directory) throws IOException {
        byte[] pixels = pixels(number);
        int plane = SIDE * SIDE;
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = ((pixels[i] & 0xFF) << 16) | ((pixels[plane + i] & 0xFF) << 8) | (pixels[2 * plane + i] & 0xFF);
            image.setRGB(i % SIDE, i / SIDE, rgb);
        }
        Path file = Files.createDirectories(directory).resolve(number + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
