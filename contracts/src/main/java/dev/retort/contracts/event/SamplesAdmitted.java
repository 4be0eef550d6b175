package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;

/**
 * One more batch of new samples is on the log of a continuous set.
 *
 * @param batch its number, from 0
 * @param firstOffset of {@code retort.samples}, inclusive
 * @param nextOffset of {@code retort.samples}, exclusive
 * @param samples in it
 * @param heldOut of them, kept for scoring
 * @param labelled of them
 * @param content digest of all samples up to here: of the digest of the batch before and of what this one admits
 */
public record SamplesAdmitted(
        String run,
        Digest set,
        long batch,
        long firstOffset,
        long nextOffset,
        int samples,
        int heldOut,
        int labelled,
        Digest content,
        Instant at)
        implements ContinuousEvent {
    public SamplesAdmitted {
        Arguments.requireName("run", run);
        Arguments.requireNotNegative("batch", batch);
        Arguments.requireNotNegative("firstOffset", firstOffset);
        Arguments.requireNotNegative("nextOffset", nextOffset);
        Arguments.requireNotNegative("samples", samples);
        Arguments.requireNotNegative("heldOut", heldOut);
        Arguments.requireNotNegative("labelled", labelled);
    }

    /** Samples that a student may learn from. */
    public int training() {
        return samples - heldOut;
    }
}
