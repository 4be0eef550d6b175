package dev.retort.kit.checkpoint;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.ConditionsChanged;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.distill.network.Network;
import dev.retort.distill.train.StateSnapshot;
import dev.retort.distill.train.TrainingState;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.LocalDiskException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Writes and reads checkpoints. */
@ApplicationScoped
public class Checkpoints {
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);

    private final ArtefactStore artefacts;
    private final EventPublisher publisher;

    public Checkpoints(ArtefactStore artefacts, EventPublisher publisher) {
        this.artefacts = artefacts;
        this.publisher = publisher;
    }

    /**
     * Writes the state, then the manifest, then says so on the log.
     *
     * @param manifest from the files' digests to the manifest that names them
     */
    public CheckpointPublished publish(
            Role role, StateSnapshot state, Function<Map<String, FileEntry>, CheckpointManifest> manifest) {
        try {
            Path file = Files.createTempFile("retort-checkpoint", ".safetensors");
            try {
                write(state, file);
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

    private static void write(StateSnapshot state, Path file) throws IOException {
        try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(file))) {
            state.writeSafetensors(target);
        }
    }

    /**
     * A training that goes on.
     *
     * @param state read when it is asked for, so that nobody need keep it; throws IllegalArgumentException if it does not fit
     *     the network
     */
    public record Resumed(CheckpointManifest manifest, Supplier<TrainingState> state) {}

    /**
     * What a training goes on from. Where it does so under other conditions than those that the checkpoint was made under, the
     * log says so: its bits will differ.
     */
    public Resumed resume(CheckpointPublished published, Network network, Conditions now) {
        Artefact<CheckpointManifest> artefact = fetch(published);
        CheckpointManifest made = artefact.manifest();
        List<String> changes = now.changesSince(Conditions.of(made));
        if (!changes.isEmpty() && !published.last()) {
            ConditionsChanged changed = new ConditionsChanged(
                    made.run(), made.arm(), made.step(), published.checkpoint(), changes, Instant.now());
            LOG.warn(changed.sentence());
            publisher.publish(changed);
        }
        return new Resumed(made, () -> state(artefact, network));
    }

    /** What a checkpoint was made from, without its state. */
    public CheckpointManifest manifest(CheckpointPublished published) {
        return artefacts.manifest(published.objectPrefix(), published.checkpoint(), CheckpointManifest.class);
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
