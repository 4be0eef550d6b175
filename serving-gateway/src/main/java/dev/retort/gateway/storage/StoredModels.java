package dev.retort.gateway.storage;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.engine.Backend;
import dev.retort.gateway.engine.BatchLimit;
import dev.retort.gateway.engine.BatchShape;
import dev.retort.gateway.engine.ModelSession;
import dev.retort.gateway.engine.Turn;
import dev.retort.gateway.engine.Workers;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.ObjectMissingException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** Loads versions from the object store, by way of the local cache. */
@ApplicationScoped
class StoredModels implements ModelLoader {
    private final ArtefactStore artefacts;
    private final GatewayConfig config;
    private final Backend backend;
    private final int workers;
    private final Timer timer;
    private final DistributionSummary batches;

    /** @param backends among them the one that the configuration names */
    StoredModels(ArtefactStore artefacts, GatewayConfig config, MeterRegistry metrics, @All List<Backend> backends) {
        this.artefacts = artefacts;
        this.config = config;
        this.backend = backends.stream()
                .filter(each -> each.kind() == config.backend())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no backend " + config.backend()));
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
        List<? extends ModelSession> sessions = Preparation.later(() -> prepared(artefact, workers));
        try {
            return served(artefact, sessions, turn);
        } catch (RuntimeException | Error e) {
            sessions.forEach(ModelSession::close);
            throw e;
        }
    }

    /** Loaded, checked and warm. */
    private List<? extends ModelSession> prepared(Artefact<ModelManifest> artefact, int workers)
            throws RefusedModelException, IOException {
        List<? extends ModelSession> sessions =
                backend.open(artefact.digest(), artefact.file(ModelManifest.ONNX), workers);
        try {
            ModelSession model = sessions.getFirst();
            check(artefact.manifest(), model);
            SelfCheck.run(model);
            GoldenCheck.run(artefact, model);
            for (ModelSession session : sessions) {
                warmUp(session);
            }
            return sessions;
        } catch (RefusedModelException | IOException | RuntimeException | Error e) {
            // What the runtime throws may be want of memory: that is no fault of the version, and it is tried again.
            sessions.forEach(ModelSession::close);
            throw e;
        }
    }

    private ServedModel served(Artefact<ModelManifest> artefact, List<? extends ModelSession> sessions, Turn turn) {
        ModelSession model = sessions.getFirst();
        List<MeasuredSession> measured = sessions.stream()
                .map(session -> new MeasuredSession(session, timer, batches))
                .toList();
        BatchShape shape = new BatchShape(
                new BatchLimit(config.workerBatch(), config.batchTime()),
                model.input().size(),
                model.classes());
        Workers running = new Workers(
                measured, shape, config.queue(), "model-" + artefact.digest().abbreviated(), turn);
        return new OnnxServedModel(artefact.digest(), artefact.manifest(), model, running);
    }

    private Artefact<ModelManifest> fetch(Digest version) throws RefusedModelException {
        try {
            return artefacts.fetch(ObjectKeys.model(version), version, ModelManifest.class);
        } catch (CorruptArtefactException | ObjectMissingException e) {
            throw new RefusedModelException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void check(ModelManifest manifest, ModelSession model) throws RefusedModelException {
        ImageShape stated = new ImageShape(manifest.channels(), manifest.height(), manifest.width());
        if (!stated.equals(model.input()) || manifest.classes().size() != model.classes()) {
            throw new RefusedModelException("the manifest says %s and %d classes, the model takes %s and has %d"
                    .formatted(stated, manifest.classes().size(), model.input(), model.classes()));
        }
    }

    /**
     * The first calls plan their memory, and the first greatest batch takes it from the system: they would be slow answers, and
     * the requests that come with a swap are many.
     */
    private void warmUp(ModelSession model) throws RefusedModelException {
        float[] batch = new float[config.workerBatch() * model.input().size()];
        SelfCheck.requireFinite(model.logits(batch, config.workerBatch()));
        float[] black = new float[model.input().size()];
        for (int i = 0; i < Math.max(1, config.warmUpInferences()); i++) {
            SelfCheck.requireFinite(model.logits(black, 1));
        }
    }
}
