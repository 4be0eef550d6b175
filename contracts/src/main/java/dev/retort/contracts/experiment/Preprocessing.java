package dev.retort.contracts.experiment;

import dev.retort.contracts.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * What a network from elsewhere is given of an image, before mean and deviation.
 *
 * @param size key {@code size}: that images are resized to; null takes them as the dataset has them
 * @param channels key {@code channels}: their order, in which mean and deviation are given as well
 * @param scale key {@code scale}: value of a white pixel, 1 or 255
 */
public record Preprocessing(@Nullable Size size, Channels channels, int scale) {
    /** What is done where nothing is said. */
    public static final Preprocessing STANDARD = new Preprocessing(null, Channels.RGB, 1);

    public Preprocessing {
        if (scale != 1 && scale != 255) {
            throw new IllegalArgumentException("scale must be 1 or 255: " + scale);
        }
    }

    /** In pixels. */
    public record Size(int height, int width) {
        public Size {
            Arguments.requireAtLeast("height", height, 1);
            Arguments.requireAtLeast("width", width, 1);
        }
    }

    /** The order of an image's planes. */
    public enum Channels {
        RGB,
        BGR
    }
}
