package dev.retort.trainer.app;

import dev.retort.contracts.Topics;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.distill.train.Prefetch;
import dev.retort.kit.run.RunFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The batches of a continuous set that a cycle's record names. They were written before the cycle began, so one that does not
 * come has been deleted or cannot be read, and never comes.
 */
record CycleBatches(RetrainingStarted cycle, ContinuousSet set, Source log) {
    /** As long as a broker that is away is waited for elsewhere. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Where they are read from. */
    @FunctionalInterface
    interface Source {
        /**
         * Hands over the batches from {@code first} (inclusive) to {@code end} (exclusive), in sequence.
         *
         * @param patience longest wait for the next one
         * @return whether all were there
         */
        boolean read(ContinuousSet set, long first, long end, Consumer<ContinuousBatch> reader, Duration patience)
                throws InterruptedException;
    }

    /**
     * All of them, in sequence.
     *
     * @param goesOn asked a few times a second while they are being read
     * @throws RunFailure with code batch-missing
     */
    List<ContinuousBatch> read(Prefetch.Check goesOn) throws InterruptedException {
        Iterator<Callable<List<ContinuousBatch>>> once =
                List.<Callable<List<ContinuousBatch>>>of(this::readAll).iterator();
        try (Prefetch<List<ContinuousBatch>> reading =
                new Prefetch<>(1, () -> once.hasNext() ? Optional.of(once.next().call()) : Optional.empty())) {
            return reading.take(goesOn).orElseThrow();
        }
    }

    private List<ContinuousBatch> readAll() throws InterruptedException {
        List<ContinuousBatch> batches = new ArrayList<>();
        if (!log.read(set, cycle.firstBatch(), cycle.endBatch(), batches::add, PATIENCE)) {
            throw missing(cycle.firstBatch() + batches.size());
        }
        return batches;
    }

    private RunFailure missing(long batch) {
        String topic = Topics.softTargets(set.id());
        return new RunFailure(
                "batch-missing",
                "batch %d of [%d, %d) has not come from %s for %d s: it was deleted, or cannot be read and lies in %s"
                        .formatted(
                                batch,
                                cycle.firstBatch(),
                                cycle.endBatch(),
                                topic,
                                PATIENCE.toSeconds(),
                                Topics.deadLetters(topic)));
    }
}
