package dev.retort.eval.storage;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.DatasetFiles;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.eval.domain.HeldOutImages;
import dev.retort.eval.domain.HeldOutIndices;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Datasets by digest. The last one stays open: the checkpoints of a run have one dataset. */
@ApplicationScoped
public class Datasets implements HeldOutIndices {
    private static final Logger LOG = Logger.getLogger(Datasets.class);

    private final ArtefactStore artefacts;
    private @Nullable Digest openDigest;
    private @Nullable Dataset openDataset;

    Datasets(ArtefactStore artefacts) {
        this.artefacts = artefacts;
    }

    /** @throws MalformedMessageException if the store does not have it, or not as its digest says */
    public synchronized Dataset open(Digest dataset) throws MalformedMessageException {
        if (openDataset == null || !dataset.equals(openDigest)) {
            openDataset = fetch(dataset);
            openDigest = dataset;
        }
        return openDataset;
    }

    @Override
    public Optional<int[]> of(HeldOutImages split) {
        try {
            int images = open(split.dataset()).train().size();
            return Optional.of(
                    HeldOutSplit.of(images, split.images(), split.splitSeed()).heldOut());
        } catch (MalformedMessageException | DatasetException e) {
            LOG.errorf("held-out images that cannot be told: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private Dataset fetch(Digest dataset) throws MalformedMessageException {
        try {
            Artefact<DatasetManifest> artefact =
                    artefacts.fetch(ObjectKeys.dataset(dataset), dataset, DatasetManifest.class);
            return DatasetFiles.open(artefact.directory(), artefact.manifest());
        } catch (ObjectMissingException | CorruptArtefactException | DatasetException e) {
            throw new MalformedMessageException(
                    Reason.UNKNOWN_DATASET, "dataset " + dataset + ": " + e.getMessage(), e);
        }
    }
}
