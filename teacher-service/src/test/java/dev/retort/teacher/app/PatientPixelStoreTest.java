package dev.retort.teacher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.StoredSample;
import dev.retort.kit.store.StoreUnavailableException;
import dev.retort.teacher.domain.MemoryPixels;
import dev.retort.teacher.domain.PixelStore;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PatientPixelStoreTest {
    private static final Sample SAMPLE = new Sample("camera", 1, 1, 2, new byte[] {1, 2}, null, null, null);

    private int outages;

    /** Away for so many questions. */
    private final PixelStore store = new PixelStore() {
        private final MemoryPixels pixels = new MemoryPixels();

        @Override
        public Sample fetch(StoredSample stored) throws MalformedMessageException {
            if (outages-- > 0) {
                throw new StoreUnavailableException("it does not answer", new IOException("refused"));
            }
            return pixels.fetch(stored);
        }

        @Override
        public void put(Sample sample) {
            pixels.put(sample);
        }
    };

    @Test
    void asksAgainUntilTheStoreIsBack() throws Exception {
        store.put(SAMPLE);
        outages = 3;

        Sample found = new PatientPixelStore(store, () -> true).fetch(StoredSample.of(SAMPLE));

        assertThat(found.content()).isEqualTo(SAMPLE.content());
        assertThat(outages).isNegative();
    }

    @Test
    void givesUpOnceNobodyWantsToKnow() {
        outages = 3;

        assertThatThrownBy(() -> new PatientPixelStore(store, () -> false).fetch(StoredSample.of(SAMPLE)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(outages).isEqualTo(2);
    }

    @Test
    void doesNotAskAgainForWhatIsNotThere() {
        assertThatThrownBy(() -> new PatientPixelStore(store, () -> true).fetch(StoredSample.of(SAMPLE)))
                .isInstanceOf(MalformedMessageException.class);
    }
}
