package dev.retort.gateway.engine;

import java.time.Duration;

/**
 * How much a worker computes at once. A batch of small images costs each of them little and spares much; one of a slow model
 * would only make all of them wait for each other.
 *
 * @param images in all
 * @param time that they are expected to take
 */
public record BatchLimit(int images, Duration time) {
    public BatchLimit {
        if (images < 1 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("no batch: %d images in %s".formatted(images, time));
        }
    }

    long nanos() {
        return time.toNanos();
    }
}
