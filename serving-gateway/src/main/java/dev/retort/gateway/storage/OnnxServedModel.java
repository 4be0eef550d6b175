package dev.retort.gateway.storage;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.gateway.domain.ServedModel;
import io.micrometer.core.instrument.Timer;

/** A model in ONNX Runtime. */
record OnnxServedModel(Digest version, ModelManifest manifest, OnnxModel model, Timer timer) implements ServedModel {
    @Override
    public ImageShape input() {
        return model.input();
    }

    @Override
    public float[] logits(float[] pixels, int images) {
        Timer.Sample sample = Timer.start();
        float[] logits = model.logits(pixels, images);
        sample.stop(timer);
        return logits;
    }

    @Override
    public void close() {
        model.close();
    }
}
