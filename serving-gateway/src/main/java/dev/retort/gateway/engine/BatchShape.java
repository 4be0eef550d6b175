package dev.retort.gateway.engine;

/**
 * What a worker makes room for.
 *
 * @param greatestImages computed at once
 * @param floatsAnImage channels × height × width
 */
public record BatchShape(int greatestImages, int floatsAnImage, int classes) {
    public BatchShape {
        if (greatestImages < 1 || floatsAnImage < 1 || classes < 1) {
            throw new IllegalArgumentException(
                    "no batch: %d images, %d floats, %d classes".formatted(greatestImages, floatsAnImage, classes));
        }
    }

    long bytes() {
        return (long) greatestImages * floatsAnImage * Float.BYTES;
    }
}
