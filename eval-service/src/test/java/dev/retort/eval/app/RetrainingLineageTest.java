package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.digest;
import static dev.retort.eval.app.RetrainedRun.FRESH;
import static dev.retort.eval.app.RetrainedRun.OLD;
import static dev.retort.eval.app.RetrainedRun.RUN;
import static dev.retort.eval.app.RetrainedRun.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.retort.contracts.Digest;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.eval.app.Lineages.Step;
import dev.retort.kit.log.BrokerUnavailableException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A student that learned from two logs, and went on from one that had learned from the first alone. */
class RetrainingLineageTest {
    private RetrainedRun log;

    @BeforeEach
    void begin(@TempDir Path cache) {
        log = new RetrainedRun(cache);
    }

    private static Step find(List<Step> steps, String what) {
        return steps.stream()
                .filter(step -> step.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    /**
     * 40 steps of four old samples are 160: with the next one at 0 they began at 96, and 160 of 128 are 1.25 passes. 40 steps
     * of twelve new ones are 480; three batches hold 24 that are not held out, so each was seen 20 times.
     */
    @Test
    void namesTheRangeOfEachPartOfTheMixtureAndHowOftenItWasRead() throws InterruptedException {
        log.begun(1, log.checkpoint("distilled", 8, 0));

        List<Step> steps = log.lineageOf("cycle-0001", STEPS, log.checkpoint("cycle-0001", STEPS, 0));

        assertThat(find(steps, "replayed"))
                .isEqualTo(
                        new Step(
                                "replayed",
                                OLD.id().hex(),
                                true,
                                "samples [96, 256), counted on where it begins again at 128, 4 a step; 1.25 passes over 2 views of 64 images"));
        assertThat(find(steps, "new samples"))
                .isEqualTo(new Step(
                        "new samples",
                        FRESH.id().hex(),
                        true,
                        "batches [1, 4), offsets [12, 48) of retort.samples, content %s; 480 samples, 12 a step: 20.00 passes over 24 images, at 2 views in turn"
                                .formatted(log.logged.get(3).content().abbreviated())));
    }

    @Test
    void goesOnToAllThatTheChampionsBeforeItLearnedFrom() throws InterruptedException {
        Digest student = log.checkpoint("distilled", 12, 64);
        log.begun(1, student);
        Digest first = log.checkpoint("cycle-0001", STEPS, 0);
        log.begun(2, first);

        List<Step> steps = log.lineageOf("cycle-0002", STEPS, log.checkpoint("cycle-0002", STEPS, 32));

        assertThat(steps)
                .extracting(Step::what)
                .containsSubsequence(
                        "checkpoint",
                        "replayed",
                        "new samples",
                        "went on from",
                        "replayed",
                        "new samples",
                        "went on from",
                        "transfer set");
        assertThat(steps.stream().filter(step -> step.what().equals("went on from")))
                .extracting(Step::name, Step::verified)
                .containsExactly(tuple(first.hex(), true), tuple(student.hex(), true));
        assertThat(find(steps, "transfer set").detail()).contains("samples [0, 128), 1.50 passes");
    }

    @Test
    void readsEachBatchOnceForAllTheRetrainingsThatLearnedFromIt() throws InterruptedException {
        log.begun(1, log.checkpoint("distilled", 12, 64));
        log.begun(2, log.checkpoint("cycle-0001", STEPS, 0));

        List<Step> steps = log.lineageOf("cycle-0002", STEPS, log.checkpoint("cycle-0002", STEPS, 32));

        assertThat(steps.stream().filter(step -> step.what().equals("new samples")))
                .extracting(Step::verified)
                .containsExactly(true, true);
        assertThat(log.read)
                .as("the digest of batch 1 rests on that of batch 0")
                .containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void findsABatchThatWasChangedOrWrittenAnewOrIsGone() throws InterruptedException {
        log.begun(1, log.checkpoint("distilled", 8, 0));
        Digest student = log.checkpoint("cycle-0001", STEPS, 0);
        ContinuousBatch third = log.logged.get(2);
        ContinuousBatch last = log.logged.get(3);

        log.logged.set(2, RetrainedRun.batch(2, 99, digest("another before")));
        assertThat(newSamplesOf(student))
                .returns(false, Step::verified)
                .returns("batch 2 on the log is not what its digest says", Step::detail);

        log.logged.set(2, RetrainedRun.batch(2, 99, log.logged.get(1).content()));
        log.logged.set(3, RetrainedRun.batch(3, 3, log.logged.get(2).content()));
        assertThat(newSamplesOf(student))
                .as("a chain that is sound, but of other images")
                .returns(false, Step::verified)
                .returns("the log holds other samples than those that were announced", Step::detail);

        log.logged.set(2, third);
        log.logged.set(3, last);
        assertThat(newSamplesOf(student)).returns(true, Step::verified);

        log.logged.remove(1);
        assertThat(newSamplesOf(student))
                .returns(false, Step::verified)
                .returns("batch 1 is not on the log", Step::detail);
    }

    /** Two retrainings on the same batches: the gap is waited for once. */
    @Test
    void namesTheBatchThatIsMissingAndAsksForItOnce() throws InterruptedException {
        log.begun(1, log.checkpoint("distilled", 12, 64));
        log.begun(2, log.checkpoint("cycle-0001", STEPS, 0));
        log.logged.removeFirst();

        List<Step> steps = log.lineageOf("cycle-0002", STEPS, log.checkpoint("cycle-0002", STEPS, 32));

        assertThat(steps.stream().filter(step -> step.what().equals("new samples")))
                .extracting(Step::detail)
                .containsOnly("batch 0, which the digest of batch 1 rests on, is not on the log")
                .hasSize(2);
        assertThat(log.readings).isEqualTo(1);
    }

    /** What cannot be asked after is not missing. */
    @Test
    void tellsNothingOfALogThatDoesNotAnswer() {
        log.begun(1, log.checkpoint("distilled", 8, 0));
        log.brokerIsAway = true;

        assertThatExceptionOfType(BrokerUnavailableException.class)
                .isThrownBy(() -> log.lineageOf("cycle-0001", STEPS, log.checkpoint("cycle-0001", STEPS, 0)));
    }

    private Step newSamplesOf(Digest student) throws InterruptedException {
        return find(log.lineageOf("cycle-0001", STEPS, student), "new samples");
    }

    @Test
    void verifiesNothingThatTheLogDoesNotSay() throws InterruptedException {
        Digest lost = digest("lost");
        log.begun(1, lost);
        log.cycles.on(new RetrainingStarted(
                RUN, 2, "cycle-0002", lost, lost, FRESH.id(), 3, 9, OLD.id(), 4, 12, 1, STEPS, 0.1, "by hand", START));

        assertThat(find(log.lineageOf("cycle-0001", STEPS, log.checkpoint("cycle-0001", STEPS, 0)), "went on from"))
                .returns(lost.hex(), Step::name)
                .returns(false, Step::verified);
        assertThat(find(log.lineageOf("cycle-0002", STEPS, log.checkpoint("cycle-0002", STEPS, 0)), "new samples"))
                .returns(false, Step::verified);
        assertThat(find(log.lineageOf("cycle-0003", STEPS, log.checkpoint("cycle-0003", STEPS, 0)), "retraining"))
                .returns(false, Step::verified);
    }
}
