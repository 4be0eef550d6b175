package dev.retort.gateway.http;

import dev.retort.distill.data.UnreadableImageException;

/** Between decoded images and the model's input. */
final class Pixels {
    private static final float[] SCALE = new float[256];

    static {
        for (int pixel = 0; pixel < SCALE.length; pixel++) {
            SCALE[pixel] = pixel / 255f;
        }
    }

    private Pixels() {}

    /** uint8 to [0, 1], from {@code at} on. */
    static void scale(byte[] pixels, float[] scaled, int at) {
        for (int i = 0; i < pixels.length; i++) {
            scaled[at + i] = SCALE[Byte.toUnsignedInt(pixels[i])];
        }
    }

    static int statusOf(UnreadableImageException.Reason reason) {
        return switch (reason) {
            case TOO_LARGE -> 413;
            case NOT_AN_IMAGE -> 415;
            case DAMAGED -> 422;
        };
    }
}
