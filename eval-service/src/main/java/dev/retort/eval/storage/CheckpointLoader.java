package dev.retort.eval.storage;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.weights.Safetensors;
import dev.retort.distill.weights.StateTensors;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Fetches a checkpoint and refuses what cannot be scored. */
@ApplicationScoped
public class CheckpointLoader {
    private static final long GREATEST_STATE_BYTES = Integer.MAX_VALUE - 8L;

    private final ArtefactStore artefacts;
    private final Datasets datasets;

    CheckpointLoader(ArtefactStore artefacts, Datasets datasets) {
        this.artefacts = artefacts;
        this.datasets = datasets;
    }

    /** @throws MalformedMessageException that says what is wrong with it, if no retry can help */
    public LoadedCheckpoint load(CheckpointPublished event) throws MalformedMessageException {
        Artefact<CheckpointManifest> checkpoint = fetch(event);
        CheckpointManifest manifest = checkpoint.manifest();
        if (!manifest.run().equals(event.run())
                || !manifest.arm().equals(event.arm())
                || manifest.step() != event.step()) {
            throw new MalformedMessageException(
                    Reason.CORRUPT_ARTEFACT,
                    "the checkpoint is of run %s, arm %s, step %d"
                            .formatted(manifest.run(), manifest.arm(), manifest.step()));
        }
        Dataset dataset = datasets.open(manifest.dataset());
        if (dataset.classes().size() != manifest.classes()) {
            throw new MalformedMessageException(
                    Reason.WRONG_SHAPE,
                    "the checkpoint has %d classes, dataset %s has %d"
                            .formatted(
                                    manifest.classes(),
                                    dataset.name(),
                                    dataset.classes().size()));
        }
        Network network = network(manifest, dataset);
        return new LoadedCheckpoint(manifest, network, weights(checkpoint, network), dataset);
    }

    private Artefact<CheckpointManifest> fetch(CheckpointPublished event) throws MalformedMessageException {
        try {
            return artefacts.fetch(event.objectPrefix(), event.checkpoint(), CheckpointManifest.class);
        } catch (ObjectMissingException e) {
            throw new MalformedMessageException(Reason.MISSING_ARTEFACT, message(e), e);
        } catch (CorruptArtefactException e) {
            throw new MalformedMessageException(Reason.CORRUPT_ARTEFACT, message(e), e);
        }
    }

    private static Network network(CheckpointManifest manifest, Dataset dataset) throws MalformedMessageException {
        try {
            return Networks.create(manifest.network(), dataset.train().shape(), manifest.classes());
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(Reason.OUT_OF_RANGE, message(e), e);
        }
    }

    /** The file holds optimizer state as well; the network's own tensors are taken out of it. */
    private static Weights weights(Artefact<CheckpointManifest> checkpoint, Network network)
            throws MalformedMessageException {
        Weights weights = served(network, decode(checkpoint));
        for (Map.Entry<String, Tensor> entry : weights.tensors().entrySet()) {
            requireFinite(entry.getKey(), entry.getValue());
        }
        return weights;
    }

    private static Weights served(Network network, Weights stored) throws MalformedMessageException {
        try {
            return StateTensors.served(network, stored);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(Reason.WRONG_SHAPE, message(e), e);
        }
    }

    private static Weights decode(Artefact<CheckpointManifest> checkpoint) throws MalformedMessageException {
        try {
            Path file = checkpoint.file(CheckpointManifest.STATE);
            requireReadable(Files.size(file));
            return Safetensors.decode(Files.readAllBytes(file)).weights();
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(Reason.NOT_PARSEABLE, message(e), e);
        } catch (IOException e) {
            throw LocalDiskException.at(checkpoint.directory(), e);
        }
    }

    /** What is longer than an array can be would be an error of the virtual machine, each time it is tried. */
    static void requireReadable(long bytes) throws MalformedMessageException {
        if (bytes > GREATEST_STATE_BYTES) {
            throw new MalformedMessageException(
                    Reason.OUT_OF_RANGE,
                    "%s has %d bytes, more than the %d that can be read"
                            .formatted(CheckpointManifest.STATE, bytes, GREATEST_STATE_BYTES));
        }
    }

    private static void requireFinite(String name, Tensor tensor) throws MalformedMessageException {
        for (float value : tensor.values()) {
            if (!Float.isFinite(value)) {
                throw new MalformedMessageException(Reason.NON_FINITE, name + " holds " + value);
            }
        }
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
