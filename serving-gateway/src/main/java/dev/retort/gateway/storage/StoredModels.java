package dev.retort.gateway.storage;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.engine.BatchShape;
import dev.retort.gateway.engine.Turn;
import dev.retort.gateway.engine.Workers;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.ObjectMissingException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads versions from the object store, by way of the local cache. */
@ApplicationScoped
class StoredModels implements ModelLoader {
    private final ArtefactStore artefacts;
    private final GatewayConfig config;
    private final int workers;
    private final Timer timer;
    private final DistributionSummary batches;

    StoredModels(ArtefactStore artefacts, GatewayConfig config, MeterRegistry metrics) {
        this.artefacts = artefacts;
        this.config = config;
        this.workers = config.workers().orElse(Runtime.getRuntime().availableProcessors());
        this.timer = Timer.builder("retort.gateway.inference")
                .description("In the model alone, one batch")
                .publishPercentileHistogram()
                .register(metrics);
        this.batches = DistributionSummary.builder("retort.gateway.batch")
                .description("Images that a worker computed at once")
                .register(metrics);
    }

    @Override
    public ServedModel load(Digest version) throws RefusedModelException, IOException {
        return load(version, workers, Turn.USUAL);
    }

    @Override
    public ServedModel loadForBackground(Digest version) throws RefusedModelException, IOException {
        return load(version, 1, Turn.LAST);
    }

    private ServedModel load(Digest version, int workers, Turn turn) throws RefusedModelException, IOException {
        Artefact<ModelManifest> artefact = fetch(version);
        if (!artefact.manifest().files().containsKey(ModelManifest.ONNX)) {
            throw new RefusedModelException("the artefact has no file " + ModelManifest.ONNX);
        }
        List<OnnxSession> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < workers; i++) {
                sessions.add(new OnnxSession(open(artefact.file(ModelManifest.ONNX)), timer, batches));
            }
            OnnxModel model = sessions.getFirst().model();
            check(artefact.manifest(), model);
            SelfCheck.run(model);
            GoldenCheck.run(artefact, model::logits);
            for (OnnxSession session : sessions) {
                warmUp(session.model());
            }
            return served(artefact, sessions, turn);
        } catch (RefusedModelException | IOException | Error e) {
            sessions.forEach(OnnxSession::close);
            throw e;
        } catch (RuntimeException e) {
            sessions.forEach(OnnxSession::close);
            throw new RefusedModelException("it fails on an image: " + e.getMessage(), e);
        }
    }

    private ServedModel served(Artefact<ModelManifest> artefact, List<OnnxSession> sessions, Turn turn) {
        OnnxModel model = sessions.getFirst().model();
        BatchShape shape = new BatchShape(config.workerBatch(), model.input().size(), model.classes());
        Workers running = new Workers(
                sessions, shape, config.queue(), "model-" + artefact.digest().abbreviated(), turn);
        return new OnnxServedModel(artefact.digest(), artefact.manifest(), model.input(), running);
    }

    private Artefact<ModelManifest> fetch(Digest version) throws RefusedModelException {
        try {
            return artefacts.fetch(ObjectKeys.model(version), version, ModelManifest.class);
        } catch (CorruptArtefactException | ObjectMissingException e) {
            throw new RefusedModelException(String.valueOf(e.getMessage()), e);
        }
    }

    private OnnxModel open(Path onnx) throws RefusedModelException, IOException {
        try {
            return OnnxModel.open(onnx, config.threads());
        } catch (UnusableModelException e) {
            throw new RefusedModelException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void check(ModelManifest manifest, OnnxModel model) throws RefusedModelException {
        ImageShape stated = new ImageShape(manifest.channels(), manifest.height(), manifest.width());
        if (!stated.equals(model.input()) || manifest.classes().size() != model.classes()) {
            throw new RefusedModelException("the manifest says %s and %d classes, the model takes %s and has %d"
                    .formatted(stated, manifest.classes().size(), model.input(), model.classes()));
        }
    }

    /** The first calls plan their memory; they would be slow answers. */
    private void warmUp(OnnxModel model) throws RefusedModelException {
        float[] black = new float[model.input().size()];
        for (int i = 0; i < Math.max(1, config.warmUpInferences()); i++) {
            SelfCheck.requireFinite(model.logits(black, 1));
        }
    }
}
