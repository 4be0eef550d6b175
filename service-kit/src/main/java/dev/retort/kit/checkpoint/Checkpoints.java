package dev.retort.kit.checkpoint;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.distill.network.Network;
import dev.retort.distill.train.TrainingState;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.LocalDiskException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** Writes and reads checkpoints. */
@ApplicationScoped
public class Checkpoints {
    private final ArtefactStore artefacts;
    private final EventPublisher publisher;

    Checkpoints(ArtefactStore artefacts, EventPublisher publisher) {
        this.artefacts = artefacts;
        this.publisher = publisher;
    }

    /**
     * Writes the state, then the manifest, then says so on the log.
     *
     * @param manifest from the files' digests to the manifest that names them
     */
    public CheckpointPublished publish(
            Role role,
            Network network,
            TrainingState state,
            Function<Map<String, FileEntry>, CheckpointManifest> manifest) {
        try {
            Path file = Files.createTempFile("retort-checkpoint", ".safetensors");
            try {
                Files.write(file, state.toSafetensors(network));
                Map<String, Path> files = Map.of(CheckpointManifest.STATE, file);
                CheckpointManifest complete = manifest.apply(ArtefactStore.entries(files));
                Digest digest = artefacts.publish(checkpoint -> prefix(complete, checkpoint), complete, files);
                return announce(role, complete, digest);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw LocalDiskException.atTemporaryFiles(e);
        }
    }

    /** The state and what it was made from, every digest checked. */
    public Artefact<CheckpointManifest> fetch(CheckpointPublished published) {
        return artefacts.fetch(published.objectPrefix(), published.checkpoint(), CheckpointManifest.class);
    }

    /** @throws IllegalArgumentException if the state does not fit the network */
    public TrainingState state(Artefact<CheckpointManifest> checkpoint, Network network) {
        try {
            return TrainingState.fromSafetensors(
                    network, Files.readAllBytes(checkpoint.file(CheckpointManifest.STATE)));
        } catch (IOException e) {
            throw new RunFailure("checkpoint-unreadable", "cannot read a checkpoint: " + e.getMessage(), e);
        }
    }

    private CheckpointPublished announce(Role role, CheckpointManifest manifest, Digest digest) {
        CheckpointPublished published = new CheckpointPublished(
                manifest.run(),
                role,
                manifest.arm(),
                manifest.step(),
                manifest.totalSteps(),
                manifest.step() == manifest.totalSteps(),
                digest,
                prefix(manifest, digest),
                Instant.now());
        publisher.publish(published);
        return published;
    }

    private static String prefix(CheckpointManifest manifest, Digest digest) {
        return ObjectKeys.checkpoint(manifest.run(), manifest.arm(), manifest.step(), digest);
    }
}
