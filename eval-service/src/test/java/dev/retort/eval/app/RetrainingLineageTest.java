package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.Requests;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.contracts.sample.Sample;
import dev.retort.eval.Evaluations;
import dev.retort.eval.MemoryStore;
import dev.retort.eval.app.Lineages.Step;
import dev.retort.eval.domain.Cycles;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A student that learned from two logs, and went on from one that had learned from the first alone. */
class RetrainingLineageTest {
    private static final String RUN = "run";
    private static final String EXPERIMENT = """
            name: walk
            dataset: {source: drawn}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 1}
            continuous: {batchSize: 10}
            """;
    private static final Augmentation FLIPPED = new Augmentation(true, 4, 0, 0);
    /** Two views of 64 images: 128 samples, in eight batches. */
    private static final TransferSet OLD = new TransferSet(
                    TransferSet.UNNAMED, digest("dataset"), digest("teacher"), FLIPPED, 1, 10, 1, 2, 64, 16, 1, 10)
            .named();
    /** Batches of ten. */
    private static final ContinuousSet FRESH = new ContinuousSet(
                    ContinuousSet.UNNAMED, digest("dataset"), digest("teacher"), FLIPPED, 1, 3, 8, 8, 10, 10, 2, 0.2)
            .named();
    /** Four old and twelve new samples a step. */
    private static final int STEPS = 40;

    @TempDir
    Path cache;

    private final Runs runs = new Runs();
    private final Cycles cycles = new Cycles();
    private final List<ContinuousBatch> logged = new ArrayList<>();
    /** The numbers that were asked for. */
    private final List<Long> read = new ArrayList<>();

    private int readings;
    private boolean brokerIsAway;

    private ArtefactStore store;

    @BeforeEach
    void fourBatchesOfNewSamplesEightOfEachToLearnFrom() {
        store = new ArtefactStore(new MemoryStore(), cache);
        runs.on(new StartRun(RUN, EXPERIMENT, "test", START));
        runs.on(new TransferSetOpened(RUN, OLD, START));
        cycles.on(new ContinuousSetOpened(RUN, FRESH, START));
        for (int batch = 0; batch < 4; batch++) {
            Digest before =
                    batch == 0 ? ContinuousBatch.NOTHING : logged.get(batch - 1).content();
            ContinuousBatch written = batch(batch, batch, before);
            logged.add(written);
            SamplesAdmitted admitted = new SamplesAdmitted(
                    RUN, FRESH.id(), batch, 12L * batch, 12L * batch + 12, 10, 2, 5, written.content(), START);
            cycles.on(admitted);
            cycles.on(admitted);
        }
    }

    /** Of other images for each seed. */
    private static ContinuousBatch batch(int number, long seed, Digest before) {
        byte[] pixels = new byte[10 * FRESH.imageBytes()];
        new Random(seed).nextBytes(pixels);
        List<Digest> images = IntStream.range(0, 10)
                .mapToObj(place -> Sample.content(
                        3,
                        8,
                        8,
                        Arrays.copyOfRange(pixels, place * FRESH.imageBytes(), (place + 1) * FRESH.imageBytes())))
                .toList();
        int[] labels =
                IntStream.range(0, 10).map(place -> place % 2 == 0 ? place : -1).toArray();
        List<LateLabel> late = number == 0 ? List.of() : List.of(new LateLabel(3, 7));
        return new ContinuousBatch(
                FRESH,
                number,
                12L * number,
                12L * number + 12,
                pixels,
                new short[2 * 10 * 10],
                labels,
                new boolean[10],
                Requests.of(Collections.nCopies(10, "")),
                late,
                List.of(),
                ContinuousBatch.content(before, images, labels, late));
    }

    /** In sequence, up to the first that is not there. */
    private boolean read(ContinuousSet set, long first, long end, Consumer<ContinuousBatch> reader, Duration patience) {
        assertThat(set).isEqualTo(FRESH);
        if (brokerIsAway) {
            throw new BrokerUnavailableException("no answer", new IllegalStateException("away"));
        }
        readings++;
        for (long next = first; next < end; next++) {
            Optional<ContinuousBatch> batch = find(next);
            if (batch.isEmpty()) {
                return false;
            }
            read.add(next);
            reader.accept(batch.get());
        }
        return true;
    }

    private Optional<ContinuousBatch> find(long number) {
        return logged.stream().filter(batch -> batch.batch() == number).findFirst();
    }

    /** Of the batches 1 to 3. */
    private void begun(int cycle, Digest parent) {
        cycles.on(new RetrainingStarted(
                RUN,
                cycle,
                "cycle-%04d".formatted(cycle),
                digest("champion"),
                parent,
                FRESH.id(),
                1,
                4,
                OLD.id(),
                4,
                12,
                1,
                STEPS,
                0.1,
                "by hand",
                START));
    }

    private Digest checkpoint(String arm, long step, long nextSequence) {
        CheckpointManifest manifest = new CheckpointManifest(
                RUN,
                arm,
                "resnet8",
                10,
                step,
                step,
                digest("dataset"),
                OLD.id(),
                digest("teacher"),
                nextSequence,
                Map.of(),
                EXPERIMENT,
                1,
                "fp32",
                1,
                null,
                null,
                "test",
                Map.of());
        Digest digest = store.publish(id -> ObjectKeys.checkpoint(RUN, arm, step, id), manifest, Map.of());
        runs.on(new CheckpointPublished(
                RUN,
                Role.STUDENT,
                arm,
                step,
                step,
                true,
                digest,
                ObjectKeys.checkpoint(RUN, arm, step, digest),
                START));
        return digest;
    }

    private List<Step> lineageOf(String arm, long step, Digest checkpoint) throws InterruptedException {
        List<Double> each = List.of(0.5, 0.5, 0.5);
        ModelManifest model = new ModelManifest(
                "resnet8",
                List.of("a", "b"),
                3,
                8,
                8,
                each,
                each,
                RUN,
                arm,
                step,
                checkpoint,
                digest("dataset"),
                OLD.id(),
                digest("teacher"),
                "test",
                Map.of());
        Digest version = store.publish(ObjectKeys::model, model, Map.of());
        EvaluationCompleted any = Evaluations.evaluation(RUN, "any", 0.5, 1);
        EvaluationCompleted evaluation = new EvaluationCompleted(
                RUN,
                Role.STUDENT,
                arm,
                step,
                true,
                checkpoint,
                version,
                "resnet8",
                true,
                any.heldOut(),
                any.test(),
                1,
                1,
                1,
                START);
        return new LineageWalk(store, runs.find(RUN).orElseThrow(), cycles, this::read).from(evaluation);
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
        begun(1, checkpoint("distilled", 8, 0));

        List<Step> steps = lineageOf("cycle-0001", STEPS, checkpoint("cycle-0001", STEPS, 0));

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
                                .formatted(logged.get(3).content().abbreviated())));
    }

    @Test
    void goesOnToAllThatTheChampionsBeforeItLearnedFrom() throws InterruptedException {
        Digest student = checkpoint("distilled", 12, 64);
        begun(1, student);
        Digest first = checkpoint("cycle-0001", STEPS, 0);
        begun(2, first);

        List<Step> steps = lineageOf("cycle-0002", STEPS, checkpoint("cycle-0002", STEPS, 32));

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
        begun(1, checkpoint("distilled", 12, 64));
        begun(2, checkpoint("cycle-0001", STEPS, 0));

        List<Step> steps = lineageOf("cycle-0002", STEPS, checkpoint("cycle-0002", STEPS, 32));

        assertThat(steps.stream().filter(step -> step.what().equals("new samples")))
                .extracting(Step::verified)
                .containsExactly(true, true);
        assertThat(read).as("the digest of batch 1 rests on that of batch 0").containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void findsABatchThatWasChangedOrWrittenAnewOrIsGone() throws InterruptedException {
        begun(1, checkpoint("distilled", 8, 0));
        Digest student = checkpoint("cycle-0001", STEPS, 0);
        ContinuousBatch third = logged.get(2);
        ContinuousBatch last = logged.get(3);

        logged.set(2, batch(2, 99, digest("another before")));
        assertThat(newSamplesOf(student))
                .returns(false, Step::verified)
                .returns("batch 2 on the log is not what its digest says", Step::detail);

        logged.set(2, batch(2, 99, logged.get(1).content()));
        logged.set(3, batch(3, 3, logged.get(2).content()));
        assertThat(newSamplesOf(student))
                .as("a chain that is sound, but of other images")
                .returns(false, Step::verified)
                .returns("the log holds other samples than those that were announced", Step::detail);

        logged.set(2, third);
        logged.set(3, last);
        assertThat(newSamplesOf(student)).returns(true, Step::verified);

        logged.remove(1);
        assertThat(newSamplesOf(student))
                .returns(false, Step::verified)
                .returns("batch 1 is not on the log", Step::detail);
    }

    /** Two retrainings on the same batches: the gap is waited for once. */
    @Test
    void namesTheBatchThatIsMissingAndAsksForItOnce() throws InterruptedException {
        begun(1, checkpoint("distilled", 12, 64));
        begun(2, checkpoint("cycle-0001", STEPS, 0));
        logged.removeFirst();

        List<Step> steps = lineageOf("cycle-0002", STEPS, checkpoint("cycle-0002", STEPS, 32));

        assertThat(steps.stream().filter(step -> step.what().equals("new samples")))
                .extracting(Step::detail)
                .containsOnly("batch 0, which the digest of batch 1 rests on, is not on the log")
                .hasSize(2);
        assertThat(readings).isEqualTo(1);
    }

    /** What cannot be asked after is not missing. */
    @Test
    void tellsNothingOfALogThatDoesNotAnswer() {
        begun(1, checkpoint("distilled", 8, 0));
        brokerIsAway = true;

        assertThatExceptionOfType(BrokerUnavailableException.class)
                .isThrownBy(() -> lineageOf("cycle-0001", STEPS, checkpoint("cycle-0001", STEPS, 0)));
    }

    private Step newSamplesOf(Digest student) throws InterruptedException {
        return find(lineageOf("cycle-0001", STEPS, student), "new samples");
    }

    @Test
    void verifiesNothingThatTheLogDoesNotSay() throws InterruptedException {
        Digest lost = digest("lost");
        begun(1, lost);
        cycles.on(new RetrainingStarted(
                RUN, 2, "cycle-0002", lost, lost, FRESH.id(), 3, 9, OLD.id(), 4, 12, 1, STEPS, 0.1, "by hand", START));

        assertThat(find(lineageOf("cycle-0001", STEPS, checkpoint("cycle-0001", STEPS, 0)), "went on from"))
                .returns(lost.hex(), Step::name)
                .returns(false, Step::verified);
        assertThat(find(lineageOf("cycle-0002", STEPS, checkpoint("cycle-0002", STEPS, 0)), "new samples"))
                .returns(false, Step::verified);
        assertThat(find(lineageOf("cycle-0003", STEPS, checkpoint("cycle-0003", STEPS, 0)), "retraining"))
                .returns(false, Step::verified);
    }
}
