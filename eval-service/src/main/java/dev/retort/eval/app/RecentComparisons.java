package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.eval.config.EvaluationConfig;
import dev.retort.eval.domain.Cycles;
import dev.retort.eval.domain.Cycles.Cycle;
import dev.retort.eval.domain.NewSamples;
import dev.retort.eval.domain.RecentAnswers;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Shows the new held-out images of a cycle to its student and to the champion. Another form of a champion is no other student:
 * a cycle may meet any form of the checkpoint that it went on from, and forms of one checkpoint meet as those of any arm do.
 */
@ApplicationScoped
public class RecentComparisons implements RecentAnswers {
    private static final Logger LOG = Logger.getLogger(RecentComparisons.class);
    /** For a cycle's beginning, and for each batch: both are on the log before its checkpoint is, on other topics. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Cycles cycles;
    private final Runs runs;
    private final NewSamples log;
    private final ArtefactStore artefacts;
    private final int threads;

    /**
     * What came of showing the images to both.
     *
     * @param obstacle why there is no table, where both were to be asked
     */
    private record Showing(
            int labelled,
            @Nullable PairedCounts table,
            @Nullable String obstacle) {
        static final Showing NOBODY_ASKED = new Showing(0, null, null);

        static Showing prevented(String obstacle) {
            LOG.errorf("new images cannot be shown to candidate and champion: %s", obstacle);
            return new Showing(0, null, obstacle);
        }
    }

    RecentComparisons(Cycles cycles, Runs runs, NewSamples log, ArtefactStore artefacts, EvaluationConfig config) {
        this.cycles = cycles;
        this.runs = runs;
        this.log = log;
        this.artefacts = artefacts;
        this.threads = config.threads();
    }

    @Override
    public Optional<RecentImages> compare(EvaluationCompleted candidate, EvaluationCompleted champion)
            throws InterruptedException {
        String paused = cycles.paused(PromotionEvent.CHAMPION).orElse(null);
        boolean isAnotherForm = candidate.checkpoint().equals(champion.checkpoint());
        if (!Arm.isCycle(candidate.arm()) || (isAnotherForm && paused == null)) {
            return Optional.empty();
        }
        ContinuousSpec spec = runs.find(candidate.run())
                .map(RunView::experiment)
                .map(experiment -> experiment.continuous())
                .orElseThrow(() -> new IllegalStateException(
                        "run %s has %s, and its experiment no continuous".formatted(candidate.run(), candidate.arm())));
        Cycle cycle = cycles.await(candidate.run(), candidate.arm(), PATIENCE.toMillis())
                .orElseThrow(() -> new IllegalStateException(
                        "%s of %s was never begun, by the log".formatted(candidate.arm(), candidate.run())));
        RetrainingStarted started = cycle.started();
        boolean goesOnFromIt = started.parent().equals(champion.checkpoint());
        Showing shown = goesOnFromIt && paused == null ? show(cycle, candidate, champion) : Showing.NOBODY_ASKED;
        PairedCounts table = shown.table();
        return Optional.of(new RecentImages(
                spec.gate(),
                cycle.set().id(),
                started.endBatch(),
                table == null ? 0 : table.images(),
                shown.labelled(),
                table,
                goesOnFromIt ? champion.modelVersion() : started.champion(),
                paused,
                shown.obstacle()));
    }

    private Showing show(Cycle cycle, EvaluationCompleted candidate, EvaluationCompleted champion)
            throws InterruptedException {
        try (OnnxModel one = open(candidate.modelVersion());
                OnnxModel other = open(champion.modelVersion())) {
            return show(cycle, new HeldOutSamples(one::logits, other::logits));
        } catch (ObjectMissingException | CorruptArtefactException | UnusableModelException e) {
            return Showing.prevented(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw LocalDiskException.atTemporaryFiles(e);
        }
    }

    private Showing show(Cycle cycle, HeldOutSamples samples) throws InterruptedException {
        long first = cycle.started().firstBatch();
        long end = cycle.started().endBatch();
        String batches = "batches [%d, %d) of continuous set %s"
                .formatted(first, end, cycle.set().id().abbreviated());
        if (!log.read(cycle.set(), first, end, samples::add, PATIENCE)) {
            return Showing.prevented("not all of %s are on the log".formatted(batches));
        }
        HeldOutSamples.Comparison shown = samples.compare();
        return shown.table() == null
                ? Showing.prevented("of %s no image is held out".formatted(batches))
                : new Showing(shown.labelled(), shown.table(), null);
    }

    private OnnxModel open(Digest version) throws IOException {
        Path onnx = artefacts
                .fetch(ObjectKeys.model(version), version, ModelManifest.class)
                .file(ModelManifest.ONNX);
        try {
            return OnnxModel.open(onnx, threads);
        } catch (UnusableModelException e) {
            throw new UnusableModelException("version %s: %s".formatted(version.abbreviated(), e.getMessage()), e);
        }
    }
}
