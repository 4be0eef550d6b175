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

    /** uint8 to [0, 1]. */
    static float[] scaled(byte[] pixels) {
        float[] scaled = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            scaled[i] = SCALE[Byte.toUnsignedInt(pixels[i])];
        }
        return scaled;
    }

    static int statusOf(UnreadableImageException.Reason reason) {
        return switch (reason) {
            case TOO_LARGE -> 413;
            case NOT_AN_IMAGE -> 415;
            case DAMAGED -> 422;
        };
    }
}
