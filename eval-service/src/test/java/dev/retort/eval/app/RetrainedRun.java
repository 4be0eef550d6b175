package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.digest;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.retort.contracts.experiment.Flip;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.contracts.sample.Sample;
import dev.retort.eval.Evaluations;
import dev.retort.eval.app.Lineages.Step;
import dev.retort.eval.domain.Cycles;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
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

/** A run of four batches of new samples, eight of each to learn from, and retrainings that learn from the last three. */
final class RetrainedRun {
    static final String RUN = "run";
    private static final String EXPERIMENT = """
            name: walk
            dataset: {source: drawn}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 1}
            continuous: {batchSize: 10}
            """;
    private static final Augmentation FLIPPED = new Augmentation(Flip.RANDOM, 4, 0, 0);
    /** Two views of 64 images: 128 samples, in eight batches. */
    static final TransferSet OLD = new TransferSet(
                    TransferSet.UNNAMED, digest("dataset"), digest("teacher"), FLIPPED, 1, 10, 1, 2, 64, 16, 1, 10)
            .named();
    /** Batches of ten. */
    static final ContinuousSet FRESH = new ContinuousSet(
                    ContinuousSet.UNNAMED, digest("dataset"), digest("teacher"), FLIPPED, 1, 3, 8, 8, 10, 10, 2, 0.2)
            .named();
    /** Four old and twelve new samples a step. */
    static final int STEPS = 40;

    private final Runs runs = new Runs();
    final Cycles cycles = new Cycles();
    final List<ContinuousBatch> logged = new ArrayList<>();
    /** The numbers that were asked for. */
    final List<Long> read = new ArrayList<>();

    int readings;
    boolean brokerIsAway;

    private final ArtefactStore store;

    /** @param cache a folder for copies of artefacts */
    RetrainedRun(Path cache) {
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
    static ContinuousBatch batch(int number, long seed, Digest before) {
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
    void begun(int cycle, Digest parent) {
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

    Digest checkpoint(String arm, long step, long nextSequence) {
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

    List<Step> lineageOf(String arm, long step, Digest checkpoint) throws InterruptedException {
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
}
