package dev.retort.gateway.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.gateway.domain.ServedModel;

/** A model in ONNX Runtime. */
record OnnxServedModel(Digest version, ModelManifest manifest, OnnxModel model) implements ServedModel {
    @Override
    public ImageShape input() {
        return model.input();
    }

    @Override
    public float[] logits(float[] pixels, int images) {
        return model.logits(pixels, images);
    }

    @Override
    public void close() {
        model.close();
    }
}
