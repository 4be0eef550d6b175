package dev.retort.eval.storage;

import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.eval.domain.StoredCheckpoints;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks into the object store. */
@ApplicationScoped
public class CheckpointsInStore implements StoredCheckpoints {
    private final ArtefactStore artefacts;

    CheckpointsInStore(ArtefactStore artefacts) {
        this.artefacts = artefacts;
    }

    @Override
    public boolean has(EvaluationCompleted evaluation) {
        String prefix =
                ObjectKeys.checkpoint(evaluation.run(), evaluation.arm(), evaluation.step(), evaluation.checkpoint());
        try {
            artefacts.manifest(prefix, evaluation.checkpoint(), CheckpointManifest.class);
            return true;
        } catch (ObjectMissingException | CorruptArtefactException e) {
            return false;
        }
    }
}
