package dev.retort.gateway.djlserving;

import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.domain.TensorNames;
import dev.retort.gateway.engine.ModelSession;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * One call at a time to a model in DJL Serving.
 *
 * @param patience until a call is given up
 */
record DjlServingSession(RemoteModel model, ImageShape input, int classes, TensorNames names, Duration patience)
        implements ModelSession {
    @Override
    public float[] run(FloatBuffer pixels, int images) {
        return Safetensors.matrix(model.predict(Safetensors.of(pixels, images, input), patience), images, classes);
    }

    @Override
    public Optional<String> trouble() {
        return model.trouble();
    }

    @Override
    public void close() {
        model.release();
    }
}
