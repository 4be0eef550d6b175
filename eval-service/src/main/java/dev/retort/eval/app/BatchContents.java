package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.ContinuousSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Computes the digests of batches of new samples again, from their images and labels on the log; each batch is read once. */
final class BatchContents {
    private final Log log;
    private final Map<Digest, Map<Long, Found>> sets = new HashMap<>();

    BatchContents(Log log) {
        this.log = log;
    }

    /** Where the batches are. */
    interface Log {
        /**
         * Hands over the batches from {@code first} (inclusive) to {@code end} (exclusive), in sequence.
         *
         * @return whether all were there
         */
        boolean read(ContinuousSet set, long first, long end, Consumer<ContinuousBatch> reader);
    }

    /**
     * One batch on the log.
     *
     * @param content that it states
     * @param verified whether it follows from what the batch before states and from what this one holds
     */
    private record Found(Digest content, boolean verified) {}

    /**
     * What is wrong with the batches from {@code first} (inclusive) to {@code end} (exclusive), in words.
     *
     * @param announced content of the last of them
     */
    Optional<String> fault(ContinuousSet set, long first, long end, Digest announced) {
        Map<Long, Found> known = sets.computeIfAbsent(set.id(), any -> new HashMap<>());
        long unknown = end;
        while (unknown > first && known.containsKey(unknown - 1)) {
            unknown--;
        }
        if (unknown > first) {
            // The first one's digest rests on that of the batch before.
            log.read(set, Math.max(0, first - 1), unknown, new Chain(first, known));
        }
        Digest last = null;
        for (long batch = first; batch < end; batch++) {
            Found found = known.get(batch);
            if (found == null) {
                return Optional.of("batch %d is not on the log".formatted(batch));
            }
            if (!found.verified()) {
                return Optional.of("batch %d on the log is not what its digest says".formatted(batch));
            }
            last = found.content();
        }
        return announced.equals(last)
                ? Optional.empty()
                : Optional.of("the log holds other samples than those that were announced");
    }

    private static final class Chain implements Consumer<ContinuousBatch> {
        private final long first;
        private final Map<Long, Found> found;
        private @Nullable Digest before;

        Chain(long first, Map<Long, Found> found) {
            this.first = first;
            this.found = found;
            this.before = first == 0 ? ContinuousBatch.NOTHING : null;
        }

        @Override
        public void accept(ContinuousBatch batch) {
            if (batch.batch() >= first && before != null) {
                found.put(
                        batch.batch(),
                        new Found(batch.content(), contentAfter(before, batch).equals(batch.content())));
            }
            before = batch.content();
        }

        private static Digest contentAfter(Digest before, ContinuousBatch batch) {
            List<Digest> images = IntStream.range(0, batch.size())
                    .mapToObj(batch::imageContent)
                    .toList();
            return ContinuousBatch.content(before, images, batch.labels(), batch.lateLabels());
        }
    }
}
