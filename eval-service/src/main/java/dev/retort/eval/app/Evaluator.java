package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.score.NonFiniteLogitException;
import dev.retort.distill.score.Score;
import dev.retort.distill.score.Scorer;
import dev.retort.distill.weights.Safetensors;
import dev.retort.eval.config.EvaluationConfig;
import dev.retort.eval.storage.CheckpointLoader;
import dev.retort.eval.storage.LoadedCheckpoint;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.LocalDiskException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Exports a checkpoint to the form that would be served, scores that form, and puts it into the store. */
@ApplicationScoped
public class Evaluator {
    private final CheckpointLoader loader;
    private final ArtefactStore artefacts;
    private final int threads;
    private final String codeVersion;

    Evaluator(
            CheckpointLoader loader,
            ArtefactStore artefacts,
            EvaluationConfig config,
            @ConfigProperty(name = "quarkus.application.version") String codeVersion) {
        this.loader = loader;
        this.artefacts = artefacts;
        this.threads = config.threads();
        this.codeVersion = codeVersion;
    }

    /** @throws MalformedMessageException if the checkpoint cannot be scored, now or later */
    public EvaluationCompleted evaluate(CheckpointPublished event, Experiment experiment)
            throws MalformedMessageException {
        LoadedCheckpoint checkpoint = loader.load(event);
        int[] heldOut = heldOut(checkpoint.dataset(), experiment);
        byte[] onnx = OnnxExport.export(
                checkpoint.network(), checkpoint.weights(), checkpoint.dataset().normalization());
        Score heldOutScore;
        Score testScore;
        try (OnnxModel model = OnnxModel.open(onnx, threads)) {
            heldOutScore = Scorer.score(model::logits, checkpoint.dataset().train(), heldOut);
            testScore = Scorer.score(model::logits, checkpoint.dataset().test());
        } catch (NonFiniteLogitException e) {
            throw new MalformedMessageException(Reason.NON_FINITE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw LocalDiskException.atTemporaryFiles(e);
        }
        Digest modelVersion = publish(event, checkpoint, onnx);
        return new EvaluationCompleted(
                event.run(),
                event.role(),
                event.arm(),
                event.step(),
                event.last(),
                event.checkpoint(),
                modelVersion,
                checkpoint.network().name(),
                isPromotable(event, experiment),
                heldOutScore.toEvent(),
                testScore.toEvent(),
                checkpoint.network().parameterCount(),
                checkpoint.network().multiplyAdds(),
                onnx.length,
                Instant.now());
    }

    private static int[] heldOut(Dataset dataset, Experiment experiment) throws MalformedMessageException {
        try {
            return HeldOutSplit.of(
                            dataset.train().size(),
                            experiment.dataset().heldOutImages(),
                            new Seeds(experiment.seed()).split())
                    .heldOut();
        } catch (DatasetException e) {
            throw new MalformedMessageException(Reason.OUT_OF_RANGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isPromotable(CheckpointPublished event, Experiment experiment) {
        return event.role() == Role.STUDENT
                && experiment.arms().stream()
                        .anyMatch(arm -> arm.promote() && arm.name().equals(event.arm()));
    }

    private Digest publish(CheckpointPublished event, LoadedCheckpoint checkpoint, byte[] onnx) {
        try {
            Path directory = Files.createTempDirectory("retort-model-");
            try {
                Path model = Files.write(directory.resolve(ModelManifest.ONNX), onnx);
                Path weights = Files.write(
                        directory.resolve(ModelManifest.WEIGHTS),
                        Safetensors.encode(
                                checkpoint.weights(),
                                Map.of(
                                        "format",
                                        "pt",
                                        "network",
                                        checkpoint.network().name())));
                Map<String, Path> files = Map.of(ModelManifest.ONNX, model, ModelManifest.WEIGHTS, weights);
                return artefacts.publish(ObjectKeys::model, manifest(event, checkpoint, files), files);
            } finally {
                Files.deleteIfExists(directory.resolve(ModelManifest.ONNX));
                Files.deleteIfExists(directory.resolve(ModelManifest.WEIGHTS));
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw LocalDiskException.atTemporaryFiles(e);
        }
    }

    private ModelManifest manifest(CheckpointPublished event, LoadedCheckpoint loaded, Map<String, Path> files) {
        CheckpointManifest checkpoint = loaded.manifest();
        ImageShape shape = loaded.network().input();
        return new ModelManifest(
                checkpoint.network(),
                loaded.dataset().classes(),
                shape.channels(),
                shape.height(),
                shape.width(),
                loaded.dataset().normalization().mean(),
                loaded.dataset().normalization().standardDeviation(),
                checkpoint.run(),
                checkpoint.arm(),
                checkpoint.step(),
                event.checkpoint(),
                checkpoint.dataset(),
                checkpoint.transferSet(),
                checkpoint.teacherVersion(),
                codeVersion,
                ArtefactStore.entries(files));
    }
}
