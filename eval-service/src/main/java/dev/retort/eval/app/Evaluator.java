package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import dev.retort.contracts.event.Parity;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.data.RandomSample;
import dev.retort.distill.parity.TrainingForm;
import dev.retort.distill.score.Calibration;
import dev.retort.distill.score.Score;
import dev.retort.distill.weights.WeightedNetwork;
import dev.retort.eval.config.EvaluationConfig;
import dev.retort.eval.domain.CheckpointScorer;
import dev.retort.eval.domain.Qualities;
import dev.retort.eval.storage.CheckpointLoader;
import dev.retort.eval.storage.LoadedCheckpoint;
import dev.retort.eval.storage.StoredPredictions;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.LocalDiskException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;

/**
 * Exports a checkpoint to the form that would be served and puts it into the store; scores that form, compares it with the
 * form that was trained, and asks whether the infrastructure can serve it.
 */
@ApplicationScoped
public class Evaluator implements CheckpointScorer {
    private final Runs runs;
    private final CheckpointLoader loader;
    private final ModelPublication models;
    private final StoredPredictions predictions;
    private final Blessings blessings;
    private final Concord concord;
    private final EvaluationConfig config;

    Evaluator(
            Runs runs,
            CheckpointLoader loader,
            ModelPublication models,
            StoredPredictions predictions,
            Blessings blessings,
            Concord concord,
            EvaluationConfig config) {
        this.runs = runs;
        this.loader = loader;
        this.models = models;
        this.predictions = predictions;
        this.blessings = blessings;
        this.concord = concord;
        this.config = config;
    }

    @Override
    public EvaluationCompleted evaluate(CheckpointPublished event, ExportPrecision precision, Experiment experiment)
            throws MalformedMessageException {
        LoadedCheckpoint checkpoint = loader.load(event);
        requireDatasetOfItsRun(event, checkpoint.manifest().dataset());
        Dataset dataset = checkpoint.dataset();
        HeldOutSplit split = split(dataset, experiment);
        int[] heldOut = split.heldOut();
        long splitSeed = new Seeds(experiment.seed()).split();
        int[] places = RandomSample.places(heldOut.length, config.parityImages(), splitSeed);
        int[] shown = RandomSample.at(places, heldOut);
        try {
            byte[] onnx = export(checkpoint, precision, experiment, split.training());
            ArtefactAnswers answers = ArtefactAnswers.of(onnx, dataset, heldOut, shown, config.threads());
            double temperature = Calibration.temperature(answers.heldOut());
            Digest version = models.publish(event, checkpoint, onnx, temperature, answers.golden());
            Digest kept = predictions.publish(
                    version, checkpoint.manifest().dataset(), splitSeed, answers.heldOut(), answers.test());
            Parity parity = new TrainingForm(
                            checkpoint.network(), checkpoint.weights(), dataset.normalization(), config.threads())
                    .parity(answers.heldOut().at(places), dataset.train(), shown);
            Blessing blessing = blessings.bless(
                    version, dataset.train(), shown, answers.heldOut().at(places));
            EvaluationDetails details = new EvaluationDetails(
                    kept,
                    temperature,
                    Qualities.of(answers.heldOut(), Calibration.served(temperature), kept),
                    Qualities.of(answers.test(), Calibration.served(temperature), kept),
                    parity,
                    blessing,
                    concord.of(event, answers.heldOut()));
            return completed(event, experiment, checkpoint, precision, version, onnx.length, answers, details);
        } catch (IOException e) {
            throw LocalDiskException.atTemporaryFiles(e);
        }
    }

    /** Its held-out images are those of the run's dataset. */
    private void requireDatasetOfItsRun(CheckpointPublished event, Digest dataset) throws MalformedMessageException {
        Digest known = runs.find(event.run()).map(RunView::dataset).orElse(null);
        if (known != null && !known.equals(dataset)) {
            throw new MalformedMessageException(
                    Reason.UNKNOWN_DATASET,
                    "the checkpoint was trained on dataset %s, run %s is on %s".formatted(dataset, event.run(), known));
        }
    }

    /** @param training images that may be looked at for the export */
    private byte[] export(LoadedCheckpoint checkpoint, ExportPrecision precision, Experiment experiment, int[] training)
            throws MalformedMessageException, IOException {
        int shown = experiment.student().exportOrStandard().calibrationImages();
        int[] places = RandomSample.places(training.length, shown, new Seeds(experiment.seed()).split());
        return ServedForm.of(
                new WeightedNetwork(checkpoint.network(), checkpoint.weights()),
                checkpoint.dataset(),
                precision,
                RandomSample.at(places, training),
                config.threads());
    }

    private static EvaluationCompleted completed(
            CheckpointPublished event,
            Experiment experiment,
            LoadedCheckpoint checkpoint,
            ExportPrecision precision,
            Digest version,
            long artefactBytes,
            ArtefactAnswers answers,
            EvaluationDetails details) {
        return new EvaluationCompleted(
                event.run(),
                event.role(),
                event.arm(),
                event.step(),
                event.last(),
                event.checkpoint(),
                version,
                checkpoint.network().name(),
                isPromotable(event, experiment),
                Score.of(answers.heldOut()).toEvent(),
                Score.of(answers.test()).toEvent(),
                checkpoint.network().parameterCount(),
                checkpoint.network().multiplyAdds(),
                artefactBytes,
                Instant.now(),
                details,
                precision == ExportPrecision.FP32 ? null : precision);
    }

    private static HeldOutSplit split(Dataset dataset, Experiment experiment) throws MalformedMessageException {
        try {
            return HeldOutSplit.of(
                    dataset.train().size(), experiment.dataset().heldOutImages(), new Seeds(experiment.seed()).split());
        } catch (DatasetException e) {
            throw new MalformedMessageException(Reason.OUT_OF_RANGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isPromotable(CheckpointPublished event, Experiment experiment) {
        return event.role() == Role.STUDENT
                && (Arm.isCycle(event.arm())
                        || experiment.arms().stream()
                                .anyMatch(arm -> arm.promote() && arm.name().equals(event.arm())));
    }
}
