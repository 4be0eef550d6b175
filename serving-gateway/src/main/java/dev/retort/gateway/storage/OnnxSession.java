package dev.retort.gateway.storage;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.gateway.domain.TensorNames;
import dev.retort.gateway.engine.ModelSession;
import java.nio.FloatBuffer;

/** A model in ONNX Runtime. */
record OnnxSession(OnnxModel model) implements ModelSession {
    @Override
    public ImageShape input() {
        return model.input();
    }

    @Override
    public int classes() {
        return model.classes();
    }

    @Override
    public TensorNames names() {
        return new TensorNames(model.inputName(), model.outputName());
    }

    @Override
    public float[] run(FloatBuffer pixels, int images) {
        return model.logits(pixels, images);
    }

    @Override
    public void close() {
        model.close();
    }
}
