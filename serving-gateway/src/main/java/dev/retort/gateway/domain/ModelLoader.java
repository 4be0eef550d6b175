package dev.retort.gateway.domain;

import dev.retort.contracts.Digest;
import java.io.IOException;

/** Brings a version to the point where it may answer: every digest checked, loaded, its answers finite, warm. */
public interface ModelLoader {
    /**
     * @throws RefusedModelException if this version can never answer
     * @throws IOException or a RuntimeException if it cannot be loaded now, and may be later
     */
    ServedModel load(Digest version) throws RefusedModelException, IOException;

    /** As {@link #load}, for work that must not be in the way of what others load: fewer threads, and later turns. */
    default ServedModel loadForBackground(Digest version) throws RefusedModelException, IOException {
        return load(version);
    }
}
