package dev.retort.eval.domain;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.ContinuousSet;
import java.time.Duration;
import java.util.function.Consumer;

/** Batches of new samples, as they are on the log. */
@FunctionalInterface
public interface NewSamples {
    /**
     * Hands over the batches from {@code first} (inclusive) to {@code end} (exclusive), in sequence.
     *
     * @param patience longest wait for the next batch
     * @return whether all were there; where the log does not answer it throws
     */
    boolean read(ContinuousSet set, long first, long end, Consumer<ContinuousBatch> reader, Duration patience)
            throws InterruptedException;
}
