package dev.retort.gateway.storage;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Outcome;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.domain.TensorNames;
import dev.retort.gateway.engine.ModelSession;
import dev.retort.gateway.engine.Workers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A model that is loaded, its workers running.
 *
 * @param loaded one of the workers' sessions
 */
record OnnxServedModel(Digest version, ModelManifest manifest, ModelSession loaded, Workers workers)
        implements ServedModel {
    @Override
    public ImageShape input() {
        return loaded.input();
    }

    @Override
    public TensorNames names() {
        return loaded.names();
    }

    @Override
    public Optional<String> trouble() {
        return loaded.trouble();
    }

    @Override
    public CompletableFuture<Outcome> ask(Images images, Deadline deadline) {
        return workers.ask(images, deadline);
    }

    @Override
    public void close() {
        workers.close();
    }
}
