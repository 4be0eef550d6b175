package dev.retort.eval.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.SamplesAdmitted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive batches of new samples, as far as the log tells of them.
 *
 * @param batches how many it knows
 * @param training samples in them that are not held out
 * @param firstOffset of {@code retort.samples}, inclusive
 * @param nextOffset of {@code retort.samples}, exclusive
 * @param content digest of all samples up to the last of them; null where there is none
 */
public record AdmittedRange(
        long batches,
        long training,
        long firstOffset,
        long nextOffset,
        @Nullable Digest content) {
    static AdmittedRange of(List<SamplesAdmitted> batches) {
        return batches.isEmpty()
                ? new AdmittedRange(0, 0, 0, 0, null)
                : new AdmittedRange(
                        batches.size(),
                        batches.stream().mapToLong(SamplesAdmitted::training).sum(),
                        batches.getFirst().firstOffset(),
                        batches.getLast().nextOffset(),
                        batches.getLast().content());
    }
}
