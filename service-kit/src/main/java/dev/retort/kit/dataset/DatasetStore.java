package dev.retort.kit.dataset;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.DatasetFiles;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.LocalDiskException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Datasets in the object store. */
@ApplicationScoped
public class DatasetStore {
    private final ArtefactStore artefacts;

    public DatasetStore(ArtefactStore artefacts) {
        this.artefacts = artefacts;
    }

    /** Puts the dataset into the store, or finds that it is there; the same images have the same digest everywhere. */
    public Digest publish(Dataset dataset) {
        try {
            Path directory = Files.createTempDirectory("retort-dataset");
            try {
                DatasetManifest manifest = DatasetFiles.write(dataset, directory);
                Map<String, Path> files =
                        manifest.files().keySet().stream().collect(Collectors.toMap(name -> name, directory::resolve));
                return artefacts.publish(ObjectKeys::dataset, manifest, files);
            } finally {
                Files.deleteIfExists(directory.resolve(DatasetManifest.TRAIN));
                Files.deleteIfExists(directory.resolve(DatasetManifest.TEST));
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw LocalDiskException.atTemporaryFiles(e);
        }
    }

    /** From the local cache, or from the store into it. */
    public Dataset fetch(Digest dataset) {
        Artefact<DatasetManifest> artefact =
                artefacts.fetch(ObjectKeys.dataset(dataset), dataset, DatasetManifest.class);
        try {
            return DatasetFiles.open(artefact.directory(), artefact.manifest());
        } catch (DatasetException e) {
            throw new RunFailure("dataset-unreadable", String.valueOf(e.getMessage()), e);
        }
    }
}
