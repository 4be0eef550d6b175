package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.Requests;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PauseRetraining;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.weights.Initialization;
import dev.retort.eval.Evaluations;
import dev.retort.eval.TestConfig;
import dev.retort.eval.domain.Cycles;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cycle that learned from one batch of four images. */
class RecentComparisonsTest {
    private static final String RUN = "run";
    private static final String ARM = Arm.cycle(1);
    private static final String EXPERIMENT = """
            name: recent
            dataset: {source: drawn}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 1}
            continuous: {batchSize: 4}
            """;
    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    private static final List<Double> EACH = List.of(0.5, 0.5, 0.5);
    private static final ContinuousSet SET = new ContinuousSet(
                    ContinuousSet.UNNAMED,
                    digest("dataset"),
                    digest("teacher"),
                    Augmentation.NONE,
                    1,
                    3,
                    8,
                    8,
                    3,
                    4,
                    1,
                    0.5)
            .named();

    @TempDir
    Path directory;

    private final Runs runs = new Runs();
    private final Cycles cycles = new Cycles();
    private ArtefactStore artefacts;
    private EvaluationCompleted champion;
    private EvaluationCompleted candidate;
    /** Of the one batch. */
    private boolean[] heldOut = {true, false, true, true};

    private boolean onTheLog = true;

    @BeforeEach
    void aCycleThatWentOnFromTheChampion() throws IOException {
        artefacts = new ArtefactStore(new MemoryStore(), directory.resolve("cache"));
        champion = evaluation("distilled", digest("student"), publish(1));
        candidate = evaluation(ARM, digest("retrained"), publish(2));
        runs.on(new StartRun(RUN, EXPERIMENT, "test", START));
        cycles.on(new ContinuousSetOpened(RUN, SET, START));
        cycles.on(new RetrainingStarted(
                RUN,
                1,
                ARM,
                champion.modelVersion(),
                champion.checkpoint(),
                SET.id(),
                0,
                1,
                digest("transfer set"),
                4,
                12,
                1,
                40,
                0.1,
                "by hand",
                START));
    }

    private Digest publish(long seed) throws IOException {
        Network network = Networks.create("resnet8", SHAPE, 3);
        byte[] onnx = OnnxExport.export(network, Initialization.kaiming(network, seed), new Normalization(EACH, EACH));
        Map<String, Path> files =
                Map.of(ModelManifest.ONNX, Files.write(directory.resolve("%d.onnx".formatted(seed)), onnx));
        ModelManifest manifest = new ModelManifest(
                "resnet8",
                List.of("a", "b", "c"),
                3,
                8,
                8,
                EACH,
                EACH,
                RUN,
                ARM,
                seed,
                null,
                digest("dataset"),
                null,
                null,
                "test",
                ArtefactStore.entries(files));
        return artefacts.publish(ObjectKeys::model, manifest, files);
    }

    private static EvaluationCompleted evaluation(String arm, Digest checkpoint, Digest version) {
        EvaluationCompleted any = Evaluations.evaluation(RUN, "any", 0.5, 1);
        return new EvaluationCompleted(
                RUN,
                any.role(),
                arm,
                40,
                true,
                checkpoint,
                version,
                any.network(),
                true,
                any.heldOut(),
                any.test(),
                1,
                1,
                1,
                any.at(),
                any.details(),
                ExportPrecision.FP32);
    }

    private ContinuousBatch batch() {
        return new ContinuousBatch(
                SET,
                0,
                0,
                4,
                new byte[4 * SET.imageBytes()],
                new short[4 * 3],
                new int[] {1, -1, -1, 2},
                heldOut,
                Requests.of(Collections.nCopies(4, "")),
                List.of(),
                List.of(),
                ContinuousBatch.NOTHING);
    }

    private Optional<RecentImages> compareWith(EvaluationCompleted other) throws InterruptedException {
        return new RecentComparisons(
                        cycles,
                        runs,
                        (set, first, end, reader, patience) -> {
                            if (onTheLog) {
                                reader.accept(batch());
                            }
                            return onTheLog;
                        },
                        artefacts,
                        new TestConfig())
                .compare(candidate, other);
    }

    private RecentImages recent() throws InterruptedException {
        return compareWith(champion).orElseThrow();
    }

    @Test
    void showsTheHeldOutImagesToBoth() throws InterruptedException {
        assertThat(recent().images()).isEqualTo(3);
        assertThat(recent().labelled()).isEqualTo(2);
        assertThat(Objects.requireNonNull(recent().table()).images()).isEqualTo(3);
        assertThat(recent().notShown()).isNull();
        assertThat(recent().paused()).isNull();
    }

    @Test
    void saysThatBatchesAreNotOnTheLog() throws InterruptedException {
        onTheLog = false;

        assertThat(recent().table()).isNull();
        assertThat(recent().notShown())
                .isEqualTo("not all of batches [0, 1) of continuous set %s are on the log"
                        .formatted(SET.id().abbreviated()));
    }

    @Test
    void saysThatNothingIsHeldOut() throws InterruptedException {
        heldOut = new boolean[4];

        assertThat(recent().table()).isNull();
        assertThat(recent().notShown()).endsWith("no image is held out");
    }

    @Test
    void saysWhatIsTheMatterWithAnArtefact() throws InterruptedException {
        candidate = evaluation(ARM, digest("retrained"), digest("lost"));

        assertThat(recent().table()).isNull();
        assertThat(recent().notShown()).contains("models/" + digest("lost"));
    }

    @Test
    void asksNobodyWhileRetrainingIsPaused() throws InterruptedException {
        pause();

        assertThat(recent().paused()).isEqualTo("holiday");
        assertThat(recent().table()).isNull();
        assertThat(recent().notShown()).isNull();
    }

    private void pause() {
        cycles.on(new PauseRetraining("champion", "holiday", "anna", START));
    }

    /** A gateway may serve its int8 form since: it is the same student. */
    @Test
    void showsThemToAnyFormOfTheStudentThatItWentOnFrom() throws InterruptedException, IOException {
        champion = evaluation("distilled", champion.checkpoint(), publish(3));

        assertThat(recent().images()).isEqualTo(3);
        assertThat(recent().wentOnFrom()).isEqualTo(champion.modelVersion());
    }

    @Test
    void showsThemToNoOtherChampion() throws InterruptedException {
        Digest before = champion.modelVersion();
        champion = evaluation("distilled", digest("another"), digest("version of another"));

        assertThat(recent().table()).isNull();
        assertThat(recent().wentOnFrom()).isEqualTo(before);
    }

    /** The fault: once its fp32 form was the champion, the int8 form had not gone on from it, and was never compared. */
    @Test
    void leavesFormsOfOneCheckpointToTheOrdinaryPolicyUnlessRetrainingIsPaused() throws InterruptedException {
        champion = evaluation(ARM, candidate.checkpoint(), digest("its fp32 form"));

        assertThat(compareWith(champion)).isEmpty();
        pause();
        assertThat(recent().paused()).isEqualTo("holiday");
    }
}
