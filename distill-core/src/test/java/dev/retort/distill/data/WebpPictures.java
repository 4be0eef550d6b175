package dev.retort.distill.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** WebP files, written by libwebp 1.6 (Pillow 13). */
final class WebpPictures {
    /** 40 × 30 of C81E32. */
    static final byte[] LOSSY =
            file("UklGRkgAAABXRUJQVlA4IDwAAAAwAwCdASooAB4APm02l0ikIyIhJWgAgA2JZwB2AABjV8LwAP7v3l//ELvY23//"
                    + "7Kx/6Vj/0rH7lAAAAAA=");

    /** 16 × 16, red is 16 · x, green 16 · y, blue 16 · (x xor y). */
    static final byte[] LOSSLESS =
            file("UklGRmAAAABXRUJQVlA4TFQAAAAvD8ADAM1lRP9jEYUf8P5HwUzbNoZQ/ni77do/EKgh28rDOCihhBJKKKGE"
                    + "sp+hyG3bJru89RuMXRnkOmYwv7lXD5I8qwcz804f7JvefMygK8P3fws=");

    /** 4 × 4, the upper half 123456 and wholly transparent, the lower black and half transparent. */
    static final byte[] TRANSPARENT = file("UklGRiAAAABXRUJQVlA4TBMAAAAvA8AAEA8wNCMxVgUMHPMQ0f8YAA==");

    /** 32 × 32 of C81E32, the upper half wholly transparent by a chunk of its own. */
    static final byte[] LOSSY_TRANSPARENT = file(
            "UklGRnoAAABXRUJQVlA4WAoAAAAQAAAAHwAAHwAAQUxQSBMAAAABDzD/ERFCIJDsLz1AAhH9z/gcAFZQOCBAAAAAUAMAnQEqIAAgAD5t"
                    + "NJZHpCMiISgIAIANiWUAuy6AAEBWzAAA/u/eX8OWPYqv/srH/pWP/Ssfw0nQZMvyAAAAAAA=");

    /** The head and the first frame of 8 × 8. */
    static final byte[] ANIMATED = file(
            "UklGRm4AAABXRUJQVlA4WAoAAAACAAAABwAABwAAQU5JTQYAAAAAAAAAAABBTk1GRgAAAAAAAAAAAAcAAAcAAGQAAAJWUDggLgAAADABAJ0B"
                    + "KggACAABQCYloAADcAD+8QqP/7oe+rypb3//3jP//uM//+4z/3cAAABBTk1G");

    private static final int LOSSY_SIDES = 26;
    private static final int CANVAS_SIDES = 24;

    private WebpPictures() {}

    /** {@link #LOSSY}, its frame saying another size. */
    static byte[] frameOf(int width, int height) {
        byte[] file = LOSSY.clone();
        littleEndian(file).putShort(LOSSY_SIDES, (short) width).putShort(LOSSY_SIDES + 2, (short) height);
        return file;
    }

    /** {@link #LOSSY_TRANSPARENT}, its canvas saying that it is the largest that there can be. */
    static byte[] canvasThatLies() {
        byte[] file = LOSSY_TRANSPARENT.clone();
        littleEndian(file).putShort(CANVAS_SIDES, (short) -1).putInt(CANVAS_SIDES + 2, -1);
        return file;
    }

    private static ByteBuffer littleEndian(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] file(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
