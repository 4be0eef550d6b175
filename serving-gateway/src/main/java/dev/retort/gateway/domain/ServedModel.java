package dev.retort.gateway.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;

/** A model version that is loaded and warm. Closing it frees native memory; {@link Lease} sees to when. */
public interface ServedModel extends AutoCloseable {
    Digest version();

    ModelManifest manifest();

    ImageShape input();

    /**
     * Logits of a batch.
     *
     * @param pixels [images × channels × height × width], in [0, 1]
     * @return [images × classes]
     */
    float[] logits(float[] pixels, int images);

    @Override
    void close();
}
