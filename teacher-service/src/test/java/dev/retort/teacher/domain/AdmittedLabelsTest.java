package dev.retort.teacher.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.Requests.Again;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.ContinuousSpec.Guards;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleLabelled;
import dev.retort.contracts.sample.SampleMessage;
import dev.retort.contracts.sample.StoredSample;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which image a label belongs to, in whichever way it comes. */
class AdmittedLabelsTest {
    private static final Guards GUARDS = new Guards(6, 3, 100, 0.5);
    private static final Digest DIGEST = new Digest("1".repeat(64));
    private static final ContinuousSet SET =
            new ContinuousSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 1, 2, 2, 3, 4, 1, 0.25);

    private final MemoryPixels store = new MemoryPixels();
    private final Admission admission = new Admission(SET, GUARDS, store, Admissions::nothingScored);
    private long offset;

    private static Sample sample(int number, @Nullable Integer label, @Nullable String requestId) {
        byte[] pixels = ByteBuffer.allocate(4).putInt(number * 7919 + 1).array();
        return new Sample("camera", 1, 2, 2, pixels, label, null, requestId);
    }

    private static SampleLabelled feedback(String requestId, int label) {
        return SampleLabelled.ofRequest("gateway", requestId, label);
    }

    private Admitted on(SampleMessage message) {
        return admission.on(offset++, message);
    }

    /** A batch of images that nobody has sent, without labels; image n by request {@code r<n>}. */
    private Draft fill(int first) {
        for (int number = first; number < first + SET.batchSize(); number++) {
            assertThat(on(sample(number, null, "r" + number))).isInstanceOf(Admitted.Taken.class);
        }
        return admission.take().orElseThrow();
    }

    private static ContinuousBatch written(Draft draft) {
        return draft.with(draft.pixels(), new short[SET.views() * SET.batchSize() * SET.classes()]);
    }

    @Test
    void givesAWaitingImageTheLabelThatComesLater() {
        on(sample(1, null, "r1"));
        on(sample(2, null, null));
        on(feedback("r1", 2));
        on(SampleLabelled.ofContent("gateway", sample(2, null, null).content(), 1));
        on(sample(3, null, null));
        on(sample(4, 0, null));

        Draft draft = admission.take().orElseThrow();

        assertThat(draft.labels()).containsExactly(2, 1, ContinuousBatch.NO_LABEL, 0);
        assertThat(draft.lateLabels()).isEmpty();
    }

    @Test
    void notesTheLabelOfAnImageThatIsInABatchAlready() {
        fill(0);
        on(SampleLabelled.ofContent("gateway", sample(2, null, null).content(), 1));
        on(feedback("r2", 2));

        assertThat(on(feedback("nobody", 1))).isInstanceOf(Admitted.Unknown.class);
        assertThat(fill(10).lateLabels()).containsExactly(new LateLabel(2, 2));
    }

    @Test
    void givesAKnownImageTheLabelWithWhichItIsSentAgain() {
        Draft first = fill(0);
        on(sample(10, null, null));

        assertThat(on(sample(2, 1, null))).isInstanceOf(Admitted.Labelled.class);
        assertThat(on(StoredSample.of(sample(3, 0, null)))).isInstanceOf(Admitted.Labelled.class);
        assertThat(on(sample(10, 2, null))).as("of this batch").isInstanceOf(Admitted.Labelled.class);
        for (int number = 11; number < 14; number++) {
            on(sample(number, null, null));
        }

        Draft second = admission.take().orElseThrow();
        assertThat(second.lateLabels()).containsExactly(new LateLabel(2, 1), new LateLabel(3, 0));
        assertThat(second.labels()).startsWith(2, ContinuousBatch.NO_LABEL);
        assertThat(first.labels()).as("a batch that is on the log").containsOnly(ContinuousBatch.NO_LABEL);
        assertThat(store.fetched()).isZero();
    }

    @Test
    void refusesALabelThatIsNoClassAlsoOfAnImageThatIsThere() {
        fill(0);

        for (SampleMessage message : List.of(sample(2, 3, null), StoredSample.of(sample(2, 3, null)))) {
            assertThat(on(message))
                    .isInstanceOfSatisfying(
                            Admitted.Refused.class,
                            refused -> assertThat(refused.why().reason()).isEqualTo(Reason.OUT_OF_RANGE));
        }
        assertThat(fill(10).lateLabels()).isEmpty();
    }

    @Test
    void findsAnImageByEachRequestThatBroughtItAlsoWhenBegunAgain() {
        ContinuousBatch first = written(fill(0));
        assertThat(on(sample(2, null, "later"))).isInstanceOf(Admitted.Duplicate.class);
        on(sample(2, null, "later"));
        assertThat(on(feedback("later", 1))).isInstanceOf(Admitted.Labelled.class);
        ContinuousBatch second = written(fill(10));
        assertThat(second.requests().again()).containsExactly(new Again(2, "later"));
        assertThat(second.lateLabels()).containsExactly(new LateLabel(2, 1));

        Admission restored = new Admission(SET, GUARDS, store, Admissions::nothingScored);
        List.of(first, second).forEach(restored::restore);
        for (Admission each : List.of(admission, restored)) {
            assertThat(each.on(offset, feedback("later", 0))).isInstanceOf(Admitted.Labelled.class);
        }
    }

    /** A batch is one message: an image that is sent for ever must not make it a large one. */
    @Test
    void remembersOnlyTheLatestRequestsWithAnImageThatIsThere() {
        fill(0);
        for (int i = 0; i < 100; i++) {
            on(sample(2, null, "again-" + i));
        }

        Draft draft = fill(10);

        assertThat(draft.again()).hasSize(16).endsWith(new Again(2, "again-99"));
        assertThat(on(feedback("again-84", 1))).isInstanceOf(Admitted.Labelled.class);
        assertThat(on(feedback("again-83", 1))).isInstanceOf(Admitted.Unknown.class);
    }
}
