package dev.retort.teacher.domain;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.StoredSample;

/** Where the pixels of images lie that come without them. */
public interface PixelStore {
    /**
     * The image with its pixels; no more is read than its shape says.
     *
     * @throws MalformedMessageException {@code MISSING_ARTEFACT} if there is no such object, {@code CORRUPT_ARTEFACT} if it is
     *     not as long as the shape says, or not what the digest says
     */
    Sample fetch(StoredSample stored) throws MalformedMessageException;

    /** Where {@link #fetch} finds it. */
    void put(Sample sample);
}
