package dev.retort.gateway.domain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Images of one request, floats in [0, 1], [count × channels × height × width]. A view: what is below must not change. */
public final class Images {
    private final FloatBuffer values;
    private final int count;

    private Images(FloatBuffer values, int count) {
        if (count < 1 || values.remaining() % count != 0) {
            throw new IllegalArgumentException(values.remaining() + " values are no " + count + " images");
        }
        this.values = values;
        this.count = count;
    }

    public static Images of(float[] values, int count) {
        return new Images(FloatBuffer.wrap(values), count);
    }

    /** @param wire the remaining bytes are floats, little-endian */
    public static Images of(ByteBuffer wire, int count) {
        return new Images(wire.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer(), count);
    }

    public int count() {
        return count;
    }

    /** Whether every value is one that a pixel may have, in [0, 1]; a version must answer finite numbers to these. */
    public boolean arePixels() {
        for (int i = 0; i < values.limit(); i++) {
            if (!(values.get(i) >= 0 && values.get(i) <= 1)) {
                return false;
            }
        }
        return true;
    }

    /** All of them, from 0 to the limit; not to be written to. */
    FloatBuffer values() {
        return values;
    }

    public boolean areFinite() {
        for (int i = 0; i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Appends {@code images} images from {@code first} on. */
    public void copyTo(FloatBuffer target, int first, int images) {
        int size = values.limit() / count;
        target.put(values.slice(first * size, images * size));
    }
}
