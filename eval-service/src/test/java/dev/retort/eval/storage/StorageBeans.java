package dev.retort.eval.storage;

import dev.retort.kit.store.ArtefactStore;

/** The storage adapters on some store, as the container would make them. */
public record StorageBeans(CheckpointLoader loader, StoredPredictions predictions, Datasets datasets) {
    public static StorageBeans on(ArtefactStore artefacts) {
        Datasets datasets = new Datasets(artefacts);
        return new StorageBeans(new CheckpointLoader(artefacts, datasets), new StoredPredictions(artefacts), datasets);
    }
}
