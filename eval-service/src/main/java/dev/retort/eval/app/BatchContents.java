package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.eval.domain.NewSamples;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the digests of batches of new samples again, from their images and labels on the log. Each batch is read once, and
 * one that is not there is waited for once.
 */
final class BatchContents {
    /** What was announced is on the log since then: this is for a broker that is slow to hand it over. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final NewSamples log;
    private final Map<Digest, Known> sets = new HashMap<>();

    BatchContents(NewSamples log) {
        this.log = log;
    }

    /**
     * One batch on the log.
     *
     * @param content that it states
     * @param verified whether it follows from what the batch before states and from what this one holds
     */
    private record Found(Digest content, boolean verified) {}

    /** What this walk knows of a set by now. */
    private record Known(Map<Long, Found> found, Set<Long> missing) {
        Known() {
            this(new HashMap<>(), new TreeSet<>());
        }

        /** The first batch from {@code from} (inclusive) to {@code end} (exclusive) that is not on the log. */
        Optional<Long> gap(long from, long end) {
            return missing.stream()
                    .filter(batch -> batch >= from && batch < end)
                    .findFirst();
        }
    }

    /**
     * What is wrong with the batches from {@code first} (inclusive) to {@code end} (exclusive), in words.
     *
     * @param announced content of the last of them
     */
    Optional<String> fault(ContinuousSet set, long first, long end, Digest announced) throws InterruptedException {
        Known known = sets.computeIfAbsent(set.id(), any -> new Known());
        // The first one's digest rests on that of the batch before.
        long from = Math.max(0, first - 1);
        if (known.gap(from, end).isEmpty()) {
            read(set, first, end, known);
        }
        Optional<Long> gap = known.gap(from, end);
        if (gap.isPresent()) {
            return Optional.of(
                    gap.get() < first
                            ? "batch %d, which the digest of batch %d rests on, is not on the log"
                                    .formatted(gap.get(), first)
                            : "batch %d is not on the log".formatted(gap.get()));
        }
        return fault(known.found(), first, end, announced);
    }

    private void read(ContinuousSet set, long first, long end, Known known) throws InterruptedException {
        long unknown = end;
        while (unknown > first && known.found().containsKey(unknown - 1)) {
            unknown--;
        }
        if (unknown > first) {
            Chain chain = new Chain(first, known.found());
            if (!log.read(set, chain.next(), unknown, chain, PATIENCE)) {
                known.missing().add(chain.next());
            }
        }
    }

    private static Optional<String> fault(Map<Long, Found> found, long first, long end, Digest announced) {
        for (long batch = first; batch < end; batch++) {
            if (!found(found, batch).verified()) {
                return Optional.of("batch %d on the log is not what its digest says".formatted(batch));
            }
        }
        return announced.equals(found(found, end - 1).content())
                ? Optional.empty()
                : Optional.of("the log holds other samples than those that were announced");
    }

    private static Found found(Map<Long, Found> found, long batch) {
        return Objects.requireNonNull(found.get(batch), "a batch was read, or is known to be missing");
    }

    private static final class Chain implements Consumer<ContinuousBatch> {
        private final long first;
        private final Map<Long, Found> found;
        private long next;
        private @Nullable Digest before;

        Chain(long first, Map<Long, Found> found) {
            this.first = first;
            this.found = found;
            this.next = Math.max(0, first - 1);
            this.before = first == 0 ? ContinuousBatch.NOTHING : null;
        }

        /** The number of the batch that comes next. */
        long next() {
            return next;
        }

        @Override
        public void accept(ContinuousBatch batch) {
            if (batch.batch() >= first && before != null) {
                found.put(
                        batch.batch(),
                        new Found(batch.content(), contentAfter(before, batch).equals(batch.content())));
            }
            before = batch.content();
            next = batch.batch() + 1;
        }

        private static Digest contentAfter(Digest before, ContinuousBatch batch) {
            List<Digest> images = IntStream.range(0, batch.size())
                    .mapToObj(batch::imageContent)
                    .toList();
            return ContinuousBatch.content(before, images, batch.labels(), batch.lateLabels());
        }
    }
}
