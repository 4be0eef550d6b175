package dev.retort.gateway.storage;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Outcome;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.engine.Workers;
import java.util.concurrent.CompletableFuture;

/** A model in ONNX Runtime, its workers running. */
record OnnxServedModel(Digest version, ModelManifest manifest, ImageShape input, Workers workers)
        implements ServedModel {
    @Override
    public CompletableFuture<Outcome> ask(Images images, Deadline deadline) {
        return workers.ask(images, deadline);
    }

    @Override
    public void close() {
        workers.close();
    }
}
