package dev.retort.teacher.domain;

import static dev.retort.teacher.domain.Admissions.DIGEST;
import static dev.retort.teacher.domain.Admissions.GUARDS;
import static dev.retort.teacher.domain.Admissions.SET;
import static dev.retort.teacher.domain.Admissions.batch;
import static dev.retort.teacher.domain.Admissions.fill;
import static dev.retort.teacher.domain.Admissions.reason;
import static dev.retort.teacher.domain.Admissions.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.experiment.ContinuousSpec.Guards;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleLabelled;
import dev.retort.contracts.sample.StoredSample;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final MemoryPixels store = new MemoryPixels();

    @Test
    void makesABatchOfEveryFourImagesWithTheRangeOfTheLogThatItWasMadeOf() {
        Admission admission = Admissions.into(store);

        Draft first = fill(admission, 0, 0);
        admission.on(4, sample(0));
        Draft second = fill(admission, 5, 10);

        assertThat(List.of(first.batch(), first.firstOffset(), first.nextOffset()))
                .containsExactly(0L, 0L, 4L);
        assertThat(List.of(second.batch(), second.firstOffset(), second.nextOffset()))
                .containsExactly(1L, 4L, 9L);
        assertThat(second.samples())
                .extracting(Sample::content)
                .doesNotContainAnyElementsOf(
                        first.samples().stream().map(Sample::content).toList());
        assertThat(admission.nextOffset()).isEqualTo(9);
    }

    @Test
    void takesAnImageOnceWhoeverSendsItHoweverOften() {
        Admission admission = Admissions.into(store);
        admission.on(0, sample(1));

        assertThat(admission.on(1, sample("another", 1, null, "r"))).isInstanceOf(Admitted.Duplicate.class);
        fill(Admissions.into(store), 0, 0);
        assertThat(admission.on(2, sample(2))).isInstanceOf(Admitted.Taken.class);
    }

    @Test
    void refusesWhatCannotBeUsedWithTheReason() {
        Admission admission = new Admission(SET, new Guards(6, 3, 100, 0.5), store, Admissions::nothingScored);

        assertThat(reason(admission.on(0, new Sample("a", 1, 4, 1, new byte[] {1, 2, 3, 4}, null, null, null))))
                .isEqualTo(Reason.WRONG_SHAPE);
        assertThat(reason(admission.on(1, new Sample("a", 1, 2, 2, new byte[] {5, 5, 5, 5}, null, null, null))))
                .isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(reason(admission.on(2, sample("a", 1, 3, null)))).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(reason(admission.on(3, SampleLabelled.ofRequest("a", "r", 3))))
                .isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(admission.take()).isEmpty();
        assertThat(admission.nextOffset()).isEqualTo(4);
    }

    @Test
    void holdsOutByTheImageAloneAboutTheShareThatIsAskedFor() {
        int heldOut = 0;
        for (int i = 0; i < 4000; i++) {
            heldOut += Admission.isHeldOut(sample(i).content(), 0.25) ? 1 : 0;
        }
        assertThat(heldOut).isBetween(900, 1100);
        assertThat(Admission.isHeldOut(new Digest("f".repeat(64)), 0.999)).isFalse();
        assertThat(Admission.isHeldOut(new Digest("0".repeat(64)), 0.001)).isTrue();
    }

    @Test
    void holdsOutWhatStudentsAreComparedOnAnyway() {
        Digest scored = sample(2).content();
        Admission admission = new Admission(SET, GUARDS, store, scored::equals);
        List<Boolean> byTheImageAlone = fill(Admissions.into(store), 0, 0).heldOut();

        assertThat(byTheImageAlone.get(2)).isFalse();
        assertThat(fill(admission, 0, 0).heldOut())
                .containsExactly(byTheImageAlone.get(0), byTheImageAlone.get(1), true, byTheImageAlone.get(3));
    }

    @Test
    void makesTheSameBatchesOfImagesInTheStoreAsOfThoseInTheMessages() {
        Admission inline = Admissions.into(store);
        Admission byKey = Admissions.into(store);
        for (int i = 0; i < SET.batchSize(); i++) {
            Sample sample = sample("camera", i, i % 3, null);
            store.put(sample);
            inline.on(i, sample);
            assertThat(byKey.on(i, StoredSample.of(sample))).isInstanceOf(Admitted.Taken.class);
        }

        assertThat(batch(byKey.take().orElseThrow()))
                .usingRecursiveComparison()
                .isEqualTo(batch(inline.take().orElseThrow()));
    }

    @Test
    void fetchesNoImageThatItDoesNotWant() {
        Admission admission = Admissions.into(store);
        Sample taken = sample(1);
        admission.on(0, taken);
        StoredSample large = new StoredSample("camera", 3, 500, 500, DIGEST, null);

        assertThat(admission.on(1, StoredSample.of(taken))).isInstanceOf(Admitted.Duplicate.class);
        assertThat(reason(admission.on(2, large))).isEqualTo(Reason.WRONG_SHAPE);
        assertThat(store.fetched()).as("asked for").isZero();
    }
}
