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
import dev.retort.eval.domain.RecentAnswers;
import dev.retort.kit.continuous.ContinuousLog;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Shows the new held-out images of a cycle to its student and to the champion. */
@ApplicationScoped
public class RecentComparisons implements RecentAnswers {
    private static final Logger LOG = Logger.getLogger(RecentComparisons.class);
    /** For a cycle's beginning, and for each batch: both are on the log before its checkpoint is, on other topics. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Cycles cycles;
    private final Runs runs;
    private final ContinuousLog log;
    private final ArtefactStore artefacts;
    private final int threads;

    RecentComparisons(Cycles cycles, Runs runs, ContinuousLog log, ArtefactStore artefacts, EvaluationConfig config) {
        this.cycles = cycles;
        this.runs = runs;
        this.log = log;
        this.artefacts = artefacts;
        this.threads = config.threads();
    }

    @Override
    public Optional<RecentImages> compare(EvaluationCompleted candidate, EvaluationCompleted champion)
            throws InterruptedException {
        ContinuousSpec spec = runs.find(candidate.run())
                .map(RunView::experiment)
                .map(experiment -> experiment.continuous())
                .orElse(null);
        if (spec == null || !Arm.isCycle(candidate.arm())) {
            return Optional.empty();
        }
        Cycle cycle = cycles.await(candidate.run(), candidate.arm(), PATIENCE.toMillis())
                .orElseThrow(() -> new IllegalStateException(
                        "%s of %s was never begun, by the log".formatted(candidate.arm(), candidate.run())));
        RetrainingStarted started = cycle.started();
        String paused = cycles.paused(PromotionEvent.CHAMPION).orElse(null);
        boolean goesOnFromIt = started.champion().equals(champion.modelVersion());
        HeldOutSamples.Comparison shown = goesOnFromIt && paused == null ? show(cycle, candidate, champion) : null;
        PairedCounts table = shown == null ? null : shown.table();
        return Optional.of(new RecentImages(
                spec.gate(),
                cycle.set().id(),
                started.endBatch(),
                table == null ? 0 : table.images(),
                shown == null ? 0 : shown.labelled(),
                table,
                started.champion(),
                paused));
    }

    private HeldOutSamples.@Nullable Comparison show(
            Cycle cycle, EvaluationCompleted candidate, EvaluationCompleted champion) throws InterruptedException {
        try (OnnxModel one = open(candidate.modelVersion());
                OnnxModel other = open(champion.modelVersion())) {
            HeldOutSamples samples = new HeldOutSamples(one::logits, other::logits);
            RetrainingStarted started = cycle.started();
            if (!log.read(cycle.set(), started.firstBatch(), started.endBatch(), samples::add, PATIENCE)) {
                LOG.errorf(
                        "batches [%d, %d) of %s are not on the log",
                        started.firstBatch(), started.endBatch(), cycle.set());
                return null;
            }
            return samples.compare();
        } catch (ObjectMissingException | CorruptArtefactException | UnusableModelException e) {
            LOG.errorf("new images cannot be shown to candidate and champion: %s", e.getMessage());
            return null;
        } catch (IOException e) {
            throw LocalDiskException.atTemporaryFiles(e);
        }
    }

    private OnnxModel open(Digest version) throws IOException {
        return OnnxModel.open(
                artefacts
                        .fetch(ObjectKeys.model(version), version, ModelManifest.class)
                        .file(ModelManifest.ONNX),
                threads);
    }
}
