package dev.retort.eval.storage;

import dev.retort.kit.store.ArtefactStore;

/** The storage adapters on some store, as the container would make them. */
public record StorageBeans(CheckpointLoader loader, StoredPredictions predictions) {
    public static StorageBeans on(ArtefactStore artefacts) {
        return new StorageBeans(
                new CheckpointLoader(artefacts, new Datasets(artefacts)), new StoredPredictions(artefacts));
    }
}
