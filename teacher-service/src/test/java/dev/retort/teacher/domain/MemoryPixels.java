package dev.retort.teacher.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.StoredSample;
import java.util.HashMap;
import java.util.Map;

/** Images by their content; counts how often it is asked. */
public final class MemoryPixels implements PixelStore {
    private final Map<Digest, byte[]> pixels = new HashMap<>();
    private long fetched;

    @Override
    public Sample fetch(StoredSample stored) throws MalformedMessageException {
        fetched++;
        byte[] found = pixels.get(stored.content());
        if (found == null) {
            throw new MalformedMessageException(Reason.MISSING_ARTEFACT, "no object " + stored.key());
        }
        return stored.with(found);
    }

    @Override
    public void put(Sample sample) {
        pixels.put(sample.content(), sample.pixels());
    }

    long fetched() {
        return fetched;
    }
}
