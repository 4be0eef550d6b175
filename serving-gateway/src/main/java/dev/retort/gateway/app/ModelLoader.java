package dev.retort.gateway.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Brings a version to the point where it may answer: every digest checked, loaded, its answers finite, warm. */
@ApplicationScoped
public class ModelLoader {
    private final ArtefactStore artefacts;
    private final GatewayConfig config;

    ModelLoader(ArtefactStore artefacts, GatewayConfig config) {
        this.artefacts = artefacts;
        this.config = config;
    }

    /** @throws UnusableModelException if the artefact is whole and still no model that could answer */
    ServedModel load(Digest version) throws IOException {
        Artefact<ModelManifest> artefact = artefacts.fetch(ObjectKeys.model(version), version, ModelManifest.class);
        if (!artefact.manifest().files().containsKey(ModelManifest.ONNX)) {
            throw new UnusableModelException("version " + version + " has no " + ModelManifest.ONNX);
        }
        OnnxModel model = OnnxModel.open(artefact.file(ModelManifest.ONNX), config.threads());
        try {
            check(artefact.manifest(), model);
            warmUp(model);
            return new OnnxServedModel(version, artefact.manifest(), model);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static void check(ModelManifest manifest, OnnxModel model) throws UnusableModelException {
        if (manifest.classes().size() != model.classes()) {
            throw new UnusableModelException("the manifest names %d classes, the model has %d"
                    .formatted(manifest.classes().size(), model.classes()));
        }
    }

    private void warmUp(OnnxModel model) throws UnusableModelException {
        float[] grey = new float[model.input().size()];
        java.util.Arrays.fill(grey, 0.5f);
        for (int i = 0; i < Math.max(1, config.warmUpInferences()); i++) {
            for (float logit : model.logits(grey, 1)) {
                if (!Float.isFinite(logit)) {
                    throw new UnusableModelException("the model answers " + logit + " to a grey image");
                }
            }
        }
    }
}
