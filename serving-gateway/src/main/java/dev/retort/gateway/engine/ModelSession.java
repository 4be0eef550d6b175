package dev.retort.gateway.engine;

import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.domain.TensorNames;
import java.nio.FloatBuffer;
import java.util.Optional;

/** A classifier that is loaded, here or elsewhere, for one thread. */
public interface ModelSession extends Session {
    /** Shape of one image. */
    ImageShape input();

    int classes();

    TensorNames names();

    /**
     * @param pixels [images × channels × height × width], in [0, 1]
     * @return [images × classes]
     */
    default float[] logits(float[] pixels, int images) {
        return run(FloatBuffer.wrap(pixels), images);
    }

    /** Why it cannot answer now, though it is loaded; empty while it can. */
    default Optional<String> trouble() {
        return Optional.empty();
    }
}
