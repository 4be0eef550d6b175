package dev.retort.teacher.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.continuous.SourceRecord;
import dev.retort.contracts.sample.Sample;
import org.jspecify.annotations.Nullable;

/** What became of one message of {@code retort.samples}. */
public sealed interface Admitted {
    /** The image is in the batch that is being filled. */
    record Taken(Sample sample) implements Admitted {}

    /** The image is there already. */
    record Duplicate(Digest content) implements Admitted {}

    /** The label belongs to an image that is remembered. */
    record Labelled() implements Admitted {}

    /** The label is of an image that nobody has sent, or that is forgotten. */
    record Unknown() implements Admitted {}

    /** The source is in quarantine. */
    record Ignored() implements Admitted {}

    /**
     * It cannot be used.
     *
     * @param quarantine where the source goes into quarantine with it: what was counted of it
     */
    record Refused(MalformedMessageException why, @Nullable SourceRecord quarantine) implements Admitted {}
}
