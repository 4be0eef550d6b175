package dev.retort.eval.storage;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.DatasetFiles;
import dev.retort.eval.domain.TrainingImages;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalInt;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Datasets by digest. The last one stays open: the checkpoints of a run have one dataset. */
@ApplicationScoped
public class Datasets implements TrainingImages {
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
    public OptionalInt count(Digest dataset) {
        try {
            return OptionalInt.of(open(dataset).train().size());
        } catch (MalformedMessageException e) {
            LOG.errorf("a dataset that cannot be had: %s", e.getMessage());
            return OptionalInt.empty();
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
