package dev.retort.teacher.storage;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.StoredSample;
import dev.retort.kit.store.ObjectMissingException;
import dev.retort.kit.store.ObjectStore;
import dev.retort.teacher.domain.PixelStore;
import jakarta.enterprise.context.ApplicationScoped;

/** In the store that holds everything else. */
@ApplicationScoped
public class ObjectPixelStore implements PixelStore {
    private final ObjectStore store;

    ObjectPixelStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public Sample fetch(StoredSample stored) throws MalformedMessageException {
        byte[] pixels = read(stored);
        if (pixels.length != stored.bytes()) {
            throw new MalformedMessageException(
                    Reason.CORRUPT_ARTEFACT,
                    "%s has %s than the %d bytes of %d × %d × %d"
                            .formatted(
                                    stored.key(),
                                    pixels.length > stored.bytes() ? "more" : "fewer",
                                    stored.bytes(),
                                    stored.channels(),
                                    stored.height(),
                                    stored.width()));
        }
        try {
            return stored.with(pixels);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(
                    Reason.CORRUPT_ARTEFACT, "%s: %s".formatted(stored.key(), e.getMessage()), e);
        }
    }

    private byte[] read(StoredSample stored) throws MalformedMessageException {
        try {
            // One more than there should be tells a longer object, however long it is.
            return store.getAtMost(stored.key(), stored.bytes() + 1);
        } catch (ObjectMissingException e) {
            throw new MalformedMessageException(Reason.MISSING_ARTEFACT, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void put(Sample sample) {
        store.put(StoredSample.of(sample).key(), sample.pixels());
    }
}
