package dev.retort.contracts.sample;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A new image. Holds a bare array, which it neither copies nor changes. */
public final class Sample implements SampleMessage {
    /** Kafka's default limit of a message is a megabyte. */
    public static final int GREATEST_BYTES = 900_000;

    private final String source;
    private final int channels;
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final @Nullable Integer label;
    private final @Nullable Answer answer;
    private final @Nullable String requestId;

    /**
     * @param source who sends it: a name
     * @param pixels [channels, height, width], unsigned, not normalised
     * @param label null where nobody knows it
     * @param answer null where nobody was asked
     * @param requestId a name; null where there was no request
     */
    public Sample(
            String source,
            int channels,
            int height,
            int width,
            byte[] pixels,
            @Nullable Integer label,
            @Nullable Answer answer,
            @Nullable String requestId) {
        Arguments.requireName("source", source);
        Arguments.requireAtLeast("channels", channels, 1);
        Arguments.requireAtLeast("height", height, 1);
        Arguments.requireAtLeast("width", width, 1);
        if (label != null) {
            Arguments.requireNotNegative("label", label);
        }
        if (requestId != null) {
            Arguments.requireName("requestId", requestId);
        }
        requireFit(channels, height, width, pixels.length);
        this.source = source;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.label = label;
        this.answer = answer;
        this.requestId = requestId;
    }

    private static void requireFit(int channels, int height, int width, int bytes) {
        if (bytes > GREATEST_BYTES) {
            throw new IllegalArgumentException(
                    "%d bytes of pixels; at most %d fit a message".formatted(bytes, GREATEST_BYTES));
        }
        if (Math.multiplyFull(channels, height) > GREATEST_BYTES || (long) channels * height * width != bytes) {
            throw new IllegalArgumentException(
                    "%d bytes of pixels are no %d × %d × %d".formatted(bytes, channels, height, width));
        }
    }

    @Override
    public String source() {
        return source;
    }

    public int channels() {
        return channels;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** [channels, height, width]; the array itself, not a copy. */
    public byte[] pixels() {
        return pixels;
    }

    public @Nullable Integer label() {
        return label;
    }

    public @Nullable Answer answer() {
        return answer;
    }

    public @Nullable String requestId() {
        return requestId;
    }

    /** What the image is known by: SHA-256 over channels, height and width (32 bits each, big-endian) and the pixels. */
    public Digest content() {
        return content(channels, height, width, pixels);
    }

    /** As {@link #content()}. */
    public static Digest content(int channels, int height, int width, byte[] pixels) {
        return Digest.of(ByteBuffer.allocate(3 * Integer.BYTES + pixels.length)
                .putInt(channels)
                .putInt(height)
                .putInt(width)
                .put(pixels)
                .array());
    }
}
