package dev.retort.gateway;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Files as a user would send them. */
final class Images {
    private Images() {}

    static byte[] png(int width, int height) throws IOException {
        return file("png", width, height);
    }

    static byte[] jpeg(int width, int height) throws IOException {
        return file("jpeg", width, height);
    }

    /** 33 bytes that say 30,000 × 30,000 pixels, with a checksum that fits. */
    static byte[] bomb() {
        ByteBuffer file = ByteBuffer.allocate(33)
                .putLong(0x89504e470d0a1a0aL)
                .putInt(13)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(30_000)
                .putInt(30_000)
                .put(new byte[] {8, 2, 0, 0, 0});
        CRC32 checksum = new CRC32();
        checksum.update(file.array(), 12, 17);
        return file.putInt((int) checksum.getValue()).array();
    }

    private static byte[] file(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = image.createGraphics();
        drawing.setColor(Color.ORANGE);
        drawing.fillOval(width / 4, height / 4, width / 2, height / 2);
        drawing.dispose();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, format, file);
        return file.toByteArray();
    }
}
