package dev.retort.eval.storage;

import dev.retort.kit.store.ArtefactStore;

/** The storage adapters on some store, as the container would make them. */
public record StorageBeans(
        CheckpointLoader loader, CheckpointsInStore checkpoints, StoredPredictions predictions, Datasets datasets) {
    public static StorageBeans on(ArtefactStore artefacts) {
        Datasets datasets = new Datasets(artefacts);
        return new StorageBeans(
                new CheckpointLoader(artefacts, datasets),
                new CheckpointsInStore(artefacts),
                new StoredPredictions(artefacts),
                datasets);
    }
}
