package dev.retort.teacher.domain;

import static dev.retort.teacher.domain.Admissions.SET;
import static dev.retort.teacher.domain.Admissions.batch;
import static dev.retort.teacher.domain.Admissions.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleLabelled;
import dev.retort.contracts.sample.SampleMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is admitted by whoever begins again with what was written. */
class RestoredAdmissionTest {
    private final MemoryPixels store = new MemoryPixels();

    /** Whatever comes: killed after any batch and begun again from the set's log, the same batches follow. */
    @Test
    void makesTheSameBatchesWhereverItWasKilled() {
        List<SampleMessage> messages = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 400; i++) {
            messages.add(message(random));
        }
        List<ContinuousBatch> undisturbed = fold(Admissions.into(store), messages, new ArrayList<>());
        assertThat(undisturbed).hasSizeGreaterThan(10);
        assertThat(undisturbed)
                .anySatisfy(batch -> assertThat(batch.lateLabels()).isNotEmpty());
        assertThat(undisturbed)
                .anySatisfy(batch -> assertThat(batch.requests().again()).isNotEmpty());
        assertThat(undisturbed)
                .anySatisfy(batch -> assertThat(batch.sources()).anyMatch(source -> source.ignore() > 0));

        for (int kept = 0; kept < undisturbed.size(); kept++) {
            Admission restored = Admissions.into(store);
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
        Admission undisturbed = Admissions.into(store);
        List<ContinuousBatch> batches = new ArrayList<>();
        for (int number = 0; number < first; number++) {
            undisturbed.on(number, sample(number));
            undisturbed.take().ifPresent(draft -> batches.add(batch(draft)));
        }
        Admission restored = Admissions.into(store);
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
}
