package dev.retort.gateway.engine;

/**
 * What a worker makes room for.
 *
 * @param limit of what is computed at once
 * @param floatsAnImage channels × height × width
 */
public record BatchShape(BatchLimit limit, int floatsAnImage, int classes) {
    public BatchShape {
        if (floatsAnImage < 1 || classes < 1) {
            throw new IllegalArgumentException("no images: %d floats, %d classes".formatted(floatsAnImage, classes));
        }
    }

    int greatestImages() {
        return limit.images();
    }

    long bytes() {
        return (long) greatestImages() * floatsAnImage * Float.BYTES;
    }
}
