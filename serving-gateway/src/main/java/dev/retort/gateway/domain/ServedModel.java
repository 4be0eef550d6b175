package dev.retort.gateway.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A model version that is loaded and warm. Closing it frees native memory; {@link Lease} sees to when. */
public interface ServedModel extends AutoCloseable {
    Digest version();

    ModelManifest manifest();

    ImageShape input();

    TensorNames names();

    /** Why it cannot answer now, though it is loaded; empty while it can. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /**
     * Logits of a batch. Returns at once; the future completes at the deadline at the latest, exceptionally only by a
     * defect, or with {@link BackendAwayException}. Who no longer wants the answer cancels it.
     *
     * @param images of the shape {@link #input}
     */
    CompletableFuture<Outcome> ask(Images images, Deadline deadline);

    @Override
    void close();
}
