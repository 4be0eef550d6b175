package dev.retort.gateway.domain;

import java.nio.FloatBuffer;

/**
 * A copy of images that outlives their request, whose own are part of its body: a byte for each value where that says all, as
 * it does of pixels.
 */
final class KeptImages {
    private static final int GREATEST_PIXEL = 255;

    // One of the two is empty.
    private final byte[] pixels;
    private final float[] values;
    private final int count;

    private KeptImages(byte[] pixels, float[] values, int count) {
        this.pixels = pixels;
        this.values = values;
        this.count = count;
    }

    /** What the copy of such images takes at most. */
    static long mostBytes(Images images) {
        return (long) images.values().limit() * Float.BYTES;
    }

    static KeptImages of(Images images) {
        FloatBuffer values = images.values();
        byte[] pixels = new byte[values.limit()];
        for (int i = 0; i < pixels.length; i++) {
            float value = values.get(i);
            int pixel = Math.round(value * GREATEST_PIXEL);
            if (pixel < 0 || pixel > GREATEST_PIXEL || scaled(pixel) != value) {
                return new KeptImages(new byte[0], floats(values), images.count());
            }
            pixels[i] = (byte) pixel;
        }
        return new KeptImages(pixels, new float[0], images.count());
    }

    /** That were kept, to the bit but for the sign of zero. */
    Images images() {
        if (values.length > 0) {
            return Images.of(values, count);
        }
        float[] scaled = new float[pixels.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = scaled(Byte.toUnsignedInt(pixels[i]));
        }
        return Images.of(scaled, count);
    }

    int count() {
        return count;
    }

    long bytes() {
        return pixels.length + (long) values.length * Float.BYTES;
    }

    private static float scaled(int pixel) {
        return pixel / 255f;
    }

    private static float[] floats(FloatBuffer values) {
        float[] floats = new float[values.limit()];
        values.get(0, floats);
        return floats;
    }
}
