package dev.retort.trainer.domain;

import dev.retort.contracts.event.SamplesAdmitted;
import java.util.ArrayList;
import java.util.List;

/** How many samples of each batch of a continuous set may be learned from. What is said twice counts once. */
final class AdmittedBatches {
    /** After batch n: samples of all batches up to it. */
    private final List<Long> cumulative = new ArrayList<>();

    void on(SamplesAdmitted admitted) {
        if (admitted.batch() == cumulative.size()) {
            cumulative.add(upTo(cumulative.size()) + admitted.training());
        }
    }

    long size() {
        return cumulative.size();
    }

    /** Of the batches from {@code first} (inclusive) to {@code end} (exclusive); 0 where there is none. */
    long training(long first, long end) {
        return first >= end ? 0 : upTo(end) - upTo(first);
    }

    private long upTo(long end) {
        return end == 0 ? 0 : cumulative.get((int) end - 1);
    }
}
