package dev.retort.distill.data.corruption;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.random.CounterRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One kind of corruption in one severity; written {@code blur-3}. */
public record Corruption(CorruptionKind kind, int severity) {
    public static final int GREATEST_SEVERITY = 5;
    private static final int WHITE = 255;
    private static final Pattern WRITTEN = Pattern.compile("([a-z]+)-([1-9])");

    public Corruption {
        Objects.requireNonNull(kind, "kind is null");
        if (severity < 1 || severity > GREATEST_SEVERITY) {
            throw new IllegalArgumentException("severity is from 1 to 5, not " + severity);
        }
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException naming the kinds there are, for anything else
     */
    public static Corruption parse(String written) {
        Matcher parts = WRITTEN.matcher(written);
        for (CorruptionKind kind : CorruptionKind.values()) {
            if (parts.matches() && name(kind).equals(parts.group(1))) {
                return new Corruption(kind, Integer.parseInt(parts.group(2)));
            }
        }
        throw new IllegalArgumentException("'%s' is no corruption: %s, each with -1 to -5, such as blur-3"
                .formatted(
                        written,
                        Arrays.stream(CorruptionKind.values())
                                .map(Corruption::name)
                                .collect(Collectors.joining(", "))));
    }

    /**
     * @param pixels [channels × height × width] as uint8, changed in place
     * @param random of this image and this corruption alone; the same numbers give the same pixels, and more of the same for
     *     a greater severity
     */
    public void apply(byte[] pixels, ImageShape shape, CounterRandom random) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (pixels[i] & 0xFF) / (double) WHITE;
        }
        kind.effect().apply(values, shape, kind.strength(severity), random);
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) (int) (Math.clamp(values[i], 0.0, 1.0) * WHITE + 0.5);
        }
    }

    private static String name(CorruptionKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name(kind) + "-" + severity;
    }
}
