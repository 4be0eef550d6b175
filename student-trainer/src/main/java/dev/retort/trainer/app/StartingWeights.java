package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.experiment.Replica;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.contracts.experiment.StudentStart;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.Manifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.LayerTransfer;
import dev.retort.distill.weights.Safetensors;
import dev.retort.distill.weights.StateTensors;
import dev.retort.distill.weights.Weights;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jboss.logging.Logger;

/** What a student knows before its first step. */
@ApplicationScoped
public class StartingWeights {
    private static final Logger LOG = Logger.getLogger(StartingWeights.class);

    private final ArtefactStore artefacts;
    private final Runs runs;

    StartingWeights(ArtefactStore artefacts, Runs runs) {
        this.artefacts = artefacts;
        this.runs = runs;
    }

    /**
     * As {@code student.start} says.
     *
     * @param arm as events name it: random weights hang on its {@link Replica}
     * @param teacherVersion of the log that the student reads
     * @throws RunFailure with code start-missing or start-mismatch
     */
    Weights of(RunView run, String arm, Digest teacherVersion, Network network, Dataset dataset) {
        Seeds seeds = new Seeds(run.experiment().seed());
        Weights random = Initialization.of(
                network, seeds.studentWeights(Replica.named(arm).number()), dataset);
        return switch (run.experiment().student().start()) {
            case StudentStart.RandomWeights start -> random;
            case StudentStart.Version(Digest version) -> version("student.start.version", version, network);
            case StudentStart.Checkpoint(Digest checkpoint) ->
                checkpoint("student.start.checkpoint", checkpoint, network);
            case StudentStart.TeacherLayers start -> teacherLayers(teacherVersion, network, random);
        };
    }

    /**
     * Of a checkpoint that is on the log: what it shows to scoring, averages where they are kept.
     *
     * @throws RunFailure with code start-missing or start-mismatch
     */
    Weights of(Digest checkpoint, Network network) {
        return checkpoint("the champion's checkpoint", checkpoint, network);
    }

    private static Weights whole(String key, Weights found, Network network) {
        try {
            return StateTensors.served(network, found);
        } catch (IllegalArgumentException e) {
            throw new RunFailure("start-mismatch", key + ": " + e.getMessage(), e);
        }
    }

    private static String list(List<String> layers) {
        return layers.isEmpty() ? "none" : String.join(", ", layers);
    }

    private Weights teacherLayers(Digest teacherVersion, Network network, Weights random) {
        LayerTransfer transfer = LayerTransfer.of(network, random, model("student.start", teacherVersion));
        if (transfer.taken().isEmpty()) {
            throw new RunFailure(
                    "start-mismatch",
                    "student.start: teacher %s has no layer of the name and shape of one of %s: choose a teacher of the same family, or start: random"
                            .formatted(teacherVersion.abbreviated(), network.name()));
        }
        LOG.infof(
                "%s starts with %d of %d layers of teacher %s: %s; from random weights: %s",
                network.name(),
                transfer.taken().size(),
                transfer.taken().size() + transfer.kept().size(),
                teacherVersion.abbreviated(),
                list(transfer.taken()),
                list(transfer.kept()));
        return transfer.weights();
    }

    private Weights version(String key, Digest version, Network network) {
        return whole(key, model(key, version), network);
    }

    private Weights model(String key, Digest version) {
        return read(key, ObjectKeys.model(version), version, ModelManifest.class, ModelManifest.WEIGHTS);
    }

    /** By digest alone one cannot tell where a checkpoint lies; the log knows. */
    private Weights checkpoint(String key, Digest checkpoint, Network network) {
        CheckpointPublished published = runs.all().stream()
                .flatMap(run -> run.checkpoints().stream())
                .filter(known -> known.checkpoint().equals(checkpoint))
                .findFirst()
                .orElseThrow(
                        () -> new RunFailure("start-missing", "%s: no %s is on the log".formatted(key, checkpoint)));
        Weights found =
                read(key, published.objectPrefix(), checkpoint, CheckpointManifest.class, CheckpointManifest.STATE);
        return whole(key, found, network);
    }

    /** @param key that names the weights, for messages */
    private Weights read(String key, String prefix, Digest digest, Class<? extends Manifest> type, String file) {
        try {
            Artefact<? extends Manifest> artefact = artefacts.fetch(prefix, digest, type);
            if (!artefact.manifest().files().containsKey(file)) {
                throw new RunFailure(
                        "start-mismatch",
                        "%s: %s has no %s, only %s: a teacher that came as a file shows no weights; start from another version, or start: random"
                                .formatted(
                                        key,
                                        digest,
                                        file,
                                        artefact.manifest().files().keySet()));
            }
            return Safetensors.decode(Files.readAllBytes(artefact.file(file))).weights();
        } catch (ObjectMissingException e) {
            throw new RunFailure("start-missing", "%s: no %s is in the store".formatted(key, digest), e);
        } catch (IllegalArgumentException e) {
            throw new RunFailure("start-mismatch", "%s: %s: %s".formatted(key, digest, e.getMessage()), e);
        } catch (IOException e) {
            throw new RunFailure("start-unreadable", "cannot read " + digest + ": " + e.getMessage(), e);
        }
    }
}
