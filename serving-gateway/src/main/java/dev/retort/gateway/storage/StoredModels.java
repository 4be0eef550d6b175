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
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.ObjectMissingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Arrays;

/** Loads versions from the object store, by way of the local cache. */
@ApplicationScoped
class StoredModels implements ModelLoader {
    private final ArtefactStore artefacts;
    private final GatewayConfig config;
    private final Timer timer;

    StoredModels(ArtefactStore artefacts, GatewayConfig config, MeterRegistry metrics) {
        this.artefacts = artefacts;
        this.config = config;
        this.timer = Timer.builder("retort.gateway.inference")
                .description("In the model alone, one batch")
                .publishPercentileHistogram()
                .register(metrics);
    }

    @Override
    public ServedModel load(Digest version) throws RefusedModelException, IOException {
        Artefact<ModelManifest> artefact = fetch(version);
        if (!artefact.manifest().files().containsKey(ModelManifest.ONNX)) {
            throw new RefusedModelException("the artefact has no file " + ModelManifest.ONNX);
        }
        OnnxModel model = open(artefact);
        try {
            check(artefact.manifest(), model);
            warmUp(model);
            return new OnnxServedModel(version, artefact.manifest(), model, timer);
        } catch (RefusedModelException e) {
            model.close();
            throw e;
        } catch (RuntimeException e) {
            model.close();
            throw new RefusedModelException("it fails on a grey image: " + e.getMessage(), e);
        }
    }

    private Artefact<ModelManifest> fetch(Digest version) throws RefusedModelException {
        try {
            return artefacts.fetch(ObjectKeys.model(version), version, ModelManifest.class);
        } catch (CorruptArtefactException | ObjectMissingException e) {
            throw new RefusedModelException(String.valueOf(e.getMessage()), e);
        }
    }

    private OnnxModel open(Artefact<ModelManifest> artefact) throws RefusedModelException, IOException {
        try {
            return OnnxModel.open(artefact.file(ModelManifest.ONNX), config.threads());
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

    private void warmUp(OnnxModel model) throws RefusedModelException {
        float[] grey = new float[model.input().size()];
        Arrays.fill(grey, 0.5f);
        for (int i = 0; i < Math.max(1, config.warmUpInferences()); i++) {
            for (float logit : model.logits(grey, 1)) {
                if (!Float.isFinite(logit)) {
                    throw new RefusedModelException("it answers " + logit + " to a grey image");
                }
            }
        }
    }
}
