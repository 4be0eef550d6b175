package dev.retort.teacher.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.SourceRecord;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.ContinuousSpec.Guards;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleLabelled;
import dev.retort.contracts.sample.SampleMessage;
import dev.retort.contracts.sample.StoredSample;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Guards GUARDS = new Guards(6, 3, 4, 0.5);
    private static final Digest DIGEST = new Digest("1".repeat(64));
    private static final ContinuousSet SET =
            new ContinuousSet(DIGEST, DIGEST, DIGEST, Augmentation.NONE, 1, 1, 2, 2, 3, 4, 1, 0.25);

    private final MemoryPixels store = new MemoryPixels();

    private static Sample sample(String source, int number, @Nullable Integer label, @Nullable String requestId) {
        byte[] pixels = ByteBuffer.allocate(4).putInt(number * 7919 + 1).array();
        return new Sample(source, 1, 2, 2, pixels, label, null, requestId);
    }

    private static Sample sample(int number) {
        return sample("camera", number, null, null);
    }

    /** No image is one that students are compared on. */
    static boolean nothingScored(Digest content) {
        return false;
    }

    private static Reason reason(Admitted admitted) {
        return ((Admitted.Refused) admitted).why().reason();
    }

    /** Logits of nothing: the fold does not look at them. */
    private static ContinuousBatch batch(Draft draft) {
        return draft.with(draft.pixels(), new short[SET.views() * SET.batchSize() * SET.classes()]);
    }

    private static Draft fill(Admission admission, long offset, int firstNumber) {
        for (int i = 0; i < SET.batchSize(); i++) {
            assertThat(admission.take()).isEmpty();
            assertThat(admission.on(offset + i, sample(firstNumber + i))).isInstanceOf(Admitted.Taken.class);
        }
        return admission.take().orElseThrow();
    }

    @Test
    void makesABatchOfEveryFourImagesWithTheRangeOfTheLogThatItWasMadeOf() {
        Admission admission = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);

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
        Admission admission = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);
        admission.on(0, sample(1));

        assertThat(admission.on(1, sample("another", 1, null, "r"))).isInstanceOf(Admitted.Duplicate.class);
        fill(new Admission(SET, GUARDS, store, AdmissionTest::nothingScored), 0, 0);
        assertThat(admission.on(2, sample(2))).isInstanceOf(Admitted.Taken.class);
    }

    @Test
    void refusesWhatCannotBeUsedWithTheReason() {
        Admission admission = new Admission(SET, new Guards(6, 3, 100, 0.5), store, AdmissionTest::nothingScored);

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
        List<Boolean> byTheImageAlone = fill(new Admission(SET, GUARDS, store, AdmissionTest::nothingScored), 0, 0)
                .heldOut();

        assertThat(byTheImageAlone.get(2)).isFalse();
        assertThat(fill(admission, 0, 0).heldOut())
                .containsExactly(byTheImageAlone.get(0), byTheImageAlone.get(1), true, byTheImageAlone.get(3));
    }

    @Test
    void putsASourceIntoQuarantineThatSendsTooMuchThatCannotBeUsedAndLetsItInAgain() {
        Admission admission = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);
        List<Admitted> bad = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bad.add(admission.unreadable(i, "bad", new MalformedMessageException(Reason.NOT_PARSEABLE, "x")));
        }

        assertThat(bad.getLast())
                .isInstanceOfSatisfying(
                        Admitted.Refused.class,
                        refused -> assertThat(refused.quarantine()).isEqualTo(new SourceRecord("bad", 3, 3, 0)));
        assertThat(bad.subList(0, 2))
                .allSatisfy(admitted ->
                        assertThat(((Admitted.Refused) admitted).quarantine()).isNull());
        for (int i = 0; i < 40; i++) {
            assertThat(admission.on(3 + i, sample("bad", i, null, null))).isInstanceOf(Admitted.Ignored.class);
            admission.take();
        }
        assertThat(admission.on(50, sample("bad", 50, null, null))).isInstanceOf(Admitted.Taken.class);
        assertThat(admission.on(51, sample(51))).as("another source").isInstanceOf(Admitted.Taken.class);
    }

    @Test
    void letsNobodyOutOfQuarantineForWhoInventsNames() {
        Admission admission = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);
        for (int i = 0; i < 3; i++) {
            admission.unreadable(i, "bad", new MalformedMessageException(Reason.NOT_PARSEABLE, "x"));
        }

        for (int i = 0; i < 3000; i++) {
            admission.unreadable(3 + i, "nobody" + i, new MalformedMessageException(Reason.NOT_PARSEABLE, "x"));
        }

        assertThat(admission.on(3003, sample("bad", 1, null, null))).isInstanceOf(Admitted.Ignored.class);
        assertThat(fill(admission, 3004, 2).with(new byte[16], new short[12]).sources())
                .as("what is remembered stays bounded")
                .hasSize(1 + 512)
                .extracting(SourceRecord::source)
                .contains("bad", "nobody2999")
                .doesNotContain("nobody0");
    }

    @Test
    void stillCountsTheNextSourceWhenMoreAreInQuarantineThanCanBeRemembered() {
        Admission admission = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);
        int offset = 0;
        for (int source = 0; source < 600; source++) {
            for (int i = 0; i < 3; i++) {
                admission.unreadable(
                        offset++, "bad" + source, new MalformedMessageException(Reason.NOT_PARSEABLE, "x"));
            }
        }

        assertThat(admission.on(offset++, sample("bad599", 1, null, null))).isInstanceOf(Admitted.Ignored.class);
        assertThat(admission.on(offset++, sample("bad100", 2, null, null))).isInstanceOf(Admitted.Ignored.class);
        assertThat(admission.on(offset, sample("bad0", 3, null, null)))
                .as("the one that was heard of longest ago is let in again")
                .isInstanceOf(Admitted.Taken.class);
    }

    /** Whatever comes: killed after any batch and begun again from the set's log, the same batches follow. */
    @Test
    void makesTheSameBatchesWhereverItWasKilled() {
        List<SampleMessage> messages = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 400; i++) {
            messages.add(message(random));
        }
        List<ContinuousBatch> undisturbed =
                fold(new Admission(SET, GUARDS, store, AdmissionTest::nothingScored), messages, new ArrayList<>());
        assertThat(undisturbed).hasSizeGreaterThan(10);
        assertThat(undisturbed)
                .anySatisfy(batch -> assertThat(batch.lateLabels()).isNotEmpty());
        assertThat(undisturbed)
                .anySatisfy(batch -> assertThat(batch.requests().again()).isNotEmpty());
        assertThat(undisturbed)
                .anySatisfy(batch -> assertThat(batch.sources()).anyMatch(source -> source.ignore() > 0));

        for (int kept = 0; kept < undisturbed.size(); kept++) {
            Admission restored = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);
            List<ContinuousBatch> batches = new ArrayList<>(undisturbed.subList(0, kept));
            batches.forEach(restored::restore);

            assertThat(fold(restored, messages, batches))
                    .as("killed after batch %d", kept)
                    .usingRecursiveComparison()
                    .isEqualTo(undisturbed);
        }
    }

    /** Its memory has a bound, and what is read back at a start is enough to know the same. */
    @Test
    void forgetsAnImageOnceSoManyHaveComeAfterItAlsoWhenBegunAgain() {
        int first = 2 * Admission.REMEMBERED / SET.batchSize() * SET.batchSize();
        Admission undisturbed = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);
        List<ContinuousBatch> batches = new ArrayList<>();
        for (int number = 0; number < first; number++) {
            undisturbed.on(number, sample(number));
            undisturbed.take().ifPresent(draft -> batches.add(batch(draft)));
        }
        Admission restored = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);
        batches.subList(batches.size() - (int) Admission.batchesRemembered(SET), batches.size())
                .forEach(restored::restore);

        for (Admission admission : List.of(undisturbed, restored)) {
            assertThat(admission.nextOffset()).isEqualTo(first);
            assertThat(admission.on(first, sample(first - Admission.REMEMBERED)))
                    .as("the oldest that is remembered")
                    .isInstanceOf(Admitted.Duplicate.class);
            assertThat(admission.on(first + 1, sample(first - Admission.REMEMBERED - 1)))
                    .as("the newest that is forgotten")
                    .isInstanceOf(Admitted.Taken.class);
        }
    }

    private static SampleMessage message(SplittableRandom random) {
        String source = random.nextInt(3) == 0 ? "bad" : "camera";
        int number = random.nextInt(150);
        return switch (random.nextInt(4)) {
            case 0 -> SampleLabelled.ofContent("gateway", sample(number).content(), random.nextInt(3));
            case 1 -> SampleLabelled.ofRequest("gateway", "r" + random.nextInt(300), random.nextInt(3));
            default ->
                source.equals("bad") && random.nextInt(3) > 0
                        ? new Sample(source, 1, 2, 2, new byte[4], null, null, null)
                        : sample(source, number, number % 2 == 0 ? null : number % 3, "r" + random.nextInt(300));
        };
    }

    private static List<ContinuousBatch> fold(
            Admission admission, List<SampleMessage> messages, List<ContinuousBatch> batches) {
        for (int offset = (int) admission.nextOffset(); offset < messages.size(); offset++) {
            admission.on(offset, messages.get(offset));
            Optional<Draft> draft = admission.take();
            draft.ifPresent(full -> batches.add(batch(full)));
        }
        return batches;
    }

    @Test
    void makesTheSameBatchesOfImagesInTheStoreAsOfThoseInTheMessages() {
        Admission inline = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);
        Admission byKey = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);
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
        Admission admission = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);
        Sample taken = sample(1);
        admission.on(0, taken);
        StoredSample large = new StoredSample("camera", 3, 500, 500, DIGEST, null);

        assertThat(admission.on(1, StoredSample.of(taken))).isInstanceOf(Admitted.Duplicate.class);
        assertThat(reason(admission.on(2, large))).isEqualTo(Reason.WRONG_SHAPE);
        assertThat(store.fetched()).as("asked for").isZero();
    }

    @Test
    void refusesAnImageThatIsNotInTheStoreAndPutsItsSourceIntoQuarantineLikeAnother() {
        Admission admission = new Admission(SET, GUARDS, store, AdmissionTest::nothingScored);

        assertThat(reason(admission.on(0, StoredSample.of(sample(1))))).isEqualTo(Reason.MISSING_ARTEFACT);

        for (int i = 1; i < 4; i++) {
            admission.on(i, StoredSample.of(sample(1)));
        }
        long asked = store.fetched();
        assertThat(admission.on(4, StoredSample.of(sample(1)))).isInstanceOf(Admitted.Ignored.class);
        assertThat(store.fetched()).as("no more of a source in quarantine").isEqualTo(asked);
    }
}
