package dev.retort.gateway.engine;

import java.util.concurrent.atomic.AtomicLong;

/** How long a worker takes for an image, as of late: a moving average over batches. For many threads. */
final class Pace {
    /** Of the latest batch in the average: one that was held up weighs little, a change is known after some batches. */
    private static final int WEIGHT = 8;

    private final AtomicLong nanosAnImage = new AtomicLong();

    void record(long nanos, int images) {
        long measured = Math.max(1, nanos / images);
        nanosAnImage.updateAndGet(before -> before == 0 ? measured : before + (measured - before) / WEIGHT);
    }

    /** What so many images take; 0 before the first batch. */
    long nanos(long images) {
        return nanosAnImage.get() * images;
    }
}
