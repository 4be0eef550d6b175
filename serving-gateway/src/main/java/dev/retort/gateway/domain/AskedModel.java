package dev.retort.gateway.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.network.ImageShape;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A model whose questions go through something else. */
record AskedModel(ServedModel model, Asking asking) implements ServedModel {
    /** How the model is asked. */
    @FunctionalInterface
    interface Asking {
        CompletableFuture<Outcome> ask(ServedModel model, Images images, Deadline deadline);
    }

    @Override
    public Digest version() {
        return model.version();
    }

    @Override
    public ModelManifest manifest() {
        return model.manifest();
    }

    @Override
    public ImageShape input() {
        return model.input();
    }

    @Override
    public TensorNames names() {
        return model.names();
    }

    @Override
    public Optional<String> trouble() {
        return model.trouble();
    }

    @Override
    public CompletableFuture<Outcome> ask(Images images, Deadline deadline) {
        return asking.ask(model, images, deadline);
    }

    @Override
    public void close() {
        model.close();
    }
}
