package dev.retort.teacher.app;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.StoredSample;
import dev.retort.kit.store.StoreUnavailableException;
import dev.retort.teacher.domain.PixelStore;
import java.util.function.BooleanSupplier;

/**
 * Goes on asking while the store is away, for as long as somebody wants to know: samples wait on their log, and a run that
 * takes them without end need not fail for it.
 */
final class PatientPixelStore implements PixelStore {
    private final PixelStore store;
    private final BooleanSupplier goesOn;

    /** @param goesOn whether the answer is still of use */
    PatientPixelStore(PixelStore store, BooleanSupplier goesOn) {
        this.store = store;
        this.goesOn = goesOn;
    }

    @Override
    public Sample fetch(StoredSample stored) throws MalformedMessageException {
        while (true) {
            try {
                return store.fetch(stored);
            } catch (StoreUnavailableException e) {
                // It has waited itself, for minutes, and has said so.
                if (Thread.currentThread().isInterrupted() || !goesOn.getAsBoolean()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void put(Sample sample) {
        store.put(sample);
    }
}
