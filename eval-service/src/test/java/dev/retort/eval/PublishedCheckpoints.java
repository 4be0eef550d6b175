package dev.retort.eval;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.DatasetManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetFiles;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Initialization;
import dev.retort.kit.store.ArtefactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A dataset, and checkpoints of ResNet-8 that was never trained on it, as the other services would publish them. */
public record PublishedCheckpoints(
        ArtefactStore artefacts, Path directory, String run, String experiment, Dataset images, Digest dataset) {
    public static final long TOTAL_STEPS = 30;

    /** Puts the dataset into the store. */
    public static PublishedCheckpoints of(
            ArtefactStore artefacts, Path directory, String run, String experiment, Dataset images) {
        DatasetManifest manifest = DatasetFiles.write(images, directory);
        Digest dataset = artefacts.publish(
                ObjectKeys::dataset,
                manifest,
                Map.of(
                        DatasetManifest.TRAIN, directory.resolve(DatasetManifest.TRAIN),
                        DatasetManifest.TEST, directory.resolve(DatasetManifest.TEST)));
        return new PublishedCheckpoints(artefacts, directory, run, experiment, images, dataset);
    }

    /** @param seed of its weights */
    public CheckpointPublished publish(String arm, long seed, long step) throws IOException {
        Network network = Networks.create(
                "resnet8", images.train().shape(), images.classes().size());
        TrainingState state = TrainingState.fresh(network, Initialization.kaiming(network, seed));
        Map<String, Path> files = Map.of(
                CheckpointManifest.STATE,
                Files.write(directory.resolve(CheckpointManifest.STATE), state.toSafetensors(network)));
        CheckpointManifest manifest = new CheckpointManifest(
                run,
                arm,
                "resnet8",
                images.classes().size(),
                step,
                TOTAL_STEPS,
                dataset,
                null,
                null,
                0,
                Map.of(),
                experiment,
                5,
                "fp32",
                1,
                null,
                null,
                "test",
                ArtefactStore.entries(files));
        Digest digest = artefacts.publish(id -> ObjectKeys.checkpoint(run, arm, step, id), manifest, files);
        String prefix = ObjectKeys.checkpoint(run, arm, step, digest);
        return new CheckpointPublished(
                run, Role.STUDENT, arm, step, TOTAL_STEPS, step == TOTAL_STEPS, digest, prefix, Instant.now());
    }
}
