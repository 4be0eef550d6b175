package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.START;
import static dev.retort.eval.Evaluations.digest;
import static dev.retort.eval.Evaluations.evaluation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.Flip;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.eval.app.Lineages.Step;
import dev.retort.eval.domain.Cycles;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageWalkTest {
    private static final String EXPERIMENT = """
            name: walk
            dataset: {source: drawn}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 1}
            """;
    /** Two views of four batches of 16 images. */
    private static final TransferSet SET = new TransferSet(
                    TransferSet.UNNAMED,
                    digest("dataset"),
                    digest("teacher"),
                    new Augmentation(Flip.RANDOM, 4, 0, 0),
                    1,
                    10,
                    1,
                    2,
                    64,
                    16,
                    1,
                    10)
            .named();

    @TempDir
    Path cache;

    private final Runs runs = new Runs();
    private ArtefactStore store;

    @BeforeEach
    void aRunThatReadsTheSet() {
        store = new ArtefactStore(new MemoryStore(), cache);
        runs.on(new StartRun("run", EXPERIMENT, "test", START));
        runs.on(new TransferSetOpened("run", SET, START));
    }

    /** @param nextSequence within the pass, as the trainer keeps it */
    private Step transferSetOf(long step, long nextSequence) throws InterruptedException {
        return walked("transfer set", step, nextSequence, "test");
    }

    private Step walked(String what, long step, long nextSequence, String codeVersion) throws InterruptedException {
        CheckpointManifest checkpoint = new CheckpointManifest(
                "run",
                "distilled",
                "resnet8",
                10,
                step,
                100,
                digest("dataset"),
                SET.id(),
                digest("teacher"),
                nextSequence,
                Map.of(0, nextSequence / 16),
                EXPERIMENT,
                1,
                "fp32",
                1,
                null,
                null,
                codeVersion,
                Map.of());
        Digest trained = store.publish(id -> ObjectKeys.checkpoint("run", "distilled", step, id), checkpoint, Map.of());
        Digest version = store.publish(ObjectKeys::model, model(step, trained, codeVersion), Map.of());
        return new LineageWalk(store, runs.find("run").orElseThrow(), new Cycles(), NothingNew.LOG)
                .from(of(version)).stream()
                        .filter(walked -> walked.what().equals(what))
                        .findFirst()
                        .orElseThrow();
    }

    private static ModelManifest model(long step, Digest checkpoint, String codeVersion) {
        List<Double> each = List.of(0.5, 0.5, 0.5);
        return new ModelManifest(
                "resnet8",
                List.of("a", "b"),
                3,
                8,
                8,
                each,
                each,
                "run",
                "distilled",
                step,
                checkpoint,
                digest("dataset"),
                SET.id(),
                digest("teacher"),
                codeVersion,
                Map.of());
    }

    private static EvaluationCompleted of(Digest version) {
        EvaluationCompleted any = evaluation("run", "any", 0.5, 1);
        return new EvaluationCompleted(
                any.run(),
                any.role(),
                any.arm(),
                any.step(),
                any.last(),
                any.checkpoint(),
                version,
                any.network(),
                any.promotable(),
                any.heldOut(),
                any.test(),
                1,
                1,
                1,
                any.at());
    }

    @Test
    void namesTheRangeOfTheLogThatAStudentHasReadWithinItsFirstPass() throws InterruptedException {
        assertThat(transferSetOf(4, 64).verified()).isTrue();
        assertThat(transferSetOf(4, 64).detail()).contains("samples [0, 64), 0.50 passes over 2 views of 64 images");
    }

    @Test
    void countsOneThreadAsOne() throws InterruptedException {
        assertThat(walked("checkpoint", 4, 64, "test").detail()).endsWith("step 4 of 100, fp32, 1 thread");
    }

    @Test
    void doesNotCallCodeCheckedThatNoCommitHolds() throws InterruptedException {
        assertThat(walked("code", 4, 64, "0.1.0+0123456789ab").verified()).isTrue();
        for (String unknown : List.of("0.1.0+unknown", "0.1.0+0123456789ab-dirty", "0.1.0")) {
            assertThat(walked("code", 4, 64, unknown).verified()).as(unknown).isNull();
            assertThat(walked("code", 4, 64, unknown).detail()).contains("not checked");
        }
    }

    /** The trainer's position begins anew with each pass; what was read does not. */
    @Test
    void forgetsNoPassOfAStudentThatReadsAgainFromTheStart() throws InterruptedException {
        assertThat(transferSetOf(12, 64).detail()).contains("samples [0, 128), 1.50 passes");
    }
}
