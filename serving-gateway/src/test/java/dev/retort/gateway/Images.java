package dev.retort.gateway;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Files as a user would send them. */
final class Images {
    static final byte[] PNG = small("png");
    static final byte[] JPEG = small("jpeg");

    /** 40 × 30 pixels, written by libwebp 1.6. */
    static final byte[] WEBP = Base64.getDecoder()
            .decode("UklGRkgAAABXRUJQVlA4IDwAAAAwAwCdASooAB4APm02l0ikIyIhJWgAgA2JZwB2AABjV8LwAP7v3l//ELvY23//"
                    + "7Kx/6Vj/0rH7lAAAAAA=");

    private Images() {}

    static byte[] png(int width, int height) throws IOException {
        return file("png", width, height);
    }

    static byte[] jpeg(int width, int height) throws IOException {
        return file("jpeg", width, height);
    }

    /** Of one grey, as large as the model takes it. */
    static byte[] grey(int value) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = image.createGraphics();
        drawing.setColor(new Color(value, value, value));
        drawing.fillRect(0, 0, 16, 16);
        drawing.dispose();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        return file.toByteArray();
    }

    static byte[] bomb() {
        return pngHead(30_000, 30_000);
    }

    /** 33 bytes that say so many pixels, with a checksum that fits. */
    static byte[] pngHead(int width, int height) {
        ByteBuffer file = ByteBuffer.allocate(33)
                .putLong(0x89504e470d0a1a0aL)
                .putInt(13)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0});
        CRC32 checksum = new CRC32();
        checksum.update(file.array(), 12, 17);
        return file.putInt((int) checksum.getValue()).array();
    }

    /** {@link #WEBP}, its frame saying so many pixels. */
    static byte[] webpHead(int width, int height) {
        byte[] file = WEBP.clone();
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(26, (short) width)
                .putShort(28, (short) height);
        return file;
    }

    /** A whole small JPEG whose frame header says so many pixels. */
    static byte[] jpegHead(int width, int height) {
        byte[] file = JPEG.clone();
        for (int i = 2; i < file.length - 8; i++) {
            if (file[i] == (byte) 0xff && file[i + 1] == (byte) 0xc0) {
                ByteBuffer.wrap(file).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
                return file;
            }
        }
        throw new IllegalStateException("a JPEG without a frame header");
    }

    /** A whole small JPEG whose frame header says so many pixels, and that has many scans, each over all of them. */
    static byte[] jpegBomb(int width, int height) {
        byte[] file = jpegHead(width, height);
        int scan = file.length - 2;
        while (!(file[scan] == (byte) 0xff && file[scan + 1] == (byte) 0xda)) {
            scan--;
        }
        byte[] scans = Arrays.copyOfRange(file, scan, file.length - 2);
        ByteBuffer bomb = ByteBuffer.allocate(file.length + 200 * scans.length);
        bomb.put(file, 0, file.length - 2);
        for (int i = 0; i < 200; i++) {
            bomb.put(scans);
        }
        return bomb.put(file, file.length - 2, 2).array();
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

    private static byte[] small(String format) {
        try {
            return file(format, 16, 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
