package dev.retort.teacher.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.ContinuousSpec.Guards;
import dev.retort.contracts.sample.Sample;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Images of two by two pixels in batches of four, and who admits them. */
final class Admissions {
    static final Digest DIGEST = new Digest("1".repeat(64));
    static final ContinuousSet SET =
            new ContinuousSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 1, 2, 2, 3, 4, 1, 0.25);
    static final Guards GUARDS = new Guards(6, 3, 4, 0.5);

    private Admissions() {}

    static Admission into(PixelStore store) {
        return new Admission(SET, GUARDS, store, Admissions::nothingScored);
    }

    /** No image is one that students are compared on. */
    static boolean nothingScored(Digest content) {
        return false;
    }

    static Sample sample(String source, int number, @Nullable Integer label, @Nullable String requestId) {
        byte[] pixels = ByteBuffer.allocate(4).putInt(number * 7919 + 1).array();
        return new Sample(source, 1, 2, 2, pixels, label, null, requestId);
    }

    static Sample sample(int number) {
        return sample("camera", number, null, null);
    }

    static Reason reason(Admitted admitted) {
        return ((Admitted.Refused) admitted).why().reason();
    }

    /** Logits of nothing: the fold does not look at them. */
    static ContinuousBatch batch(Draft draft) {
        return draft.with(draft.pixels(), new short[SET.views() * SET.batchSize() * SET.classes()]);
    }

    static Draft fill(Admission admission, long offset, int firstNumber) {
        for (int i = 0; i < SET.batchSize(); i++) {
            assertThat(admission.take()).isEmpty();
            assertThat(admission.on(offset + i, sample(firstNumber + i))).isInstanceOf(Admitted.Taken.class);
        }
        return admission.take().orElseThrow();
    }
}
