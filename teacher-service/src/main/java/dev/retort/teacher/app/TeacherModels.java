package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.weights.Safetensors;
import dev.retort.distill.weights.StateTensors;
import dev.retort.distill.weights.Weights;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Teachers as model artefacts: their weights, by digest. */
@ApplicationScoped
public class TeacherModels {
    private final ArtefactStore artefacts;
    private final String codeVersion;

    TeacherModels(ArtefactStore artefacts, @ConfigProperty(name = "quarkus.application.version") String codeVersion) {
        this.artefacts = artefacts;
        this.codeVersion = codeVersion;
    }

    /** Writes a trained teacher and answers its version. */
    Digest publish(
            String run, Dataset dataset, Digest datasetDigest, Network network, TeacherTraining.Trained trained) {
        try {
            Path file = Files.createTempFile("retort-teacher", ".safetensors");
            try {
                Files.write(file, Safetensors.encode(trained.weights(), Map.of("network", network.name())));
                Map<String, Path> files = Map.of(ModelManifest.WEIGHTS, file);
                ImageShape shape = network.input();
                ModelManifest manifest = new ModelManifest(
                        network.name(),
                        dataset.classes(),
                        shape.channels(),
                        shape.height(),
                        shape.width(),
                        dataset.normalization().mean(),
                        dataset.normalization().standardDeviation(),
                        run,
                        TeacherTraining.ARM,
                        trained.steps(),
                        trained.checkpoint(),
                        datasetDigest,
                        null,
                        null,
                        codeVersion,
                        ArtefactStore.entries(files));
                return artefacts.publish(ObjectKeys::model, manifest, files);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw LocalDiskException.atTemporaryFiles(e);
        }
    }

    /** Weights of a teacher that is in the store. */
    Weights fetch(Digest version, Network network) {
        try {
            Artefact<ModelManifest> artefact = artefacts.fetch(ObjectKeys.model(version), version, ModelManifest.class);
            if (!artefact.manifest().network().equals(network.name())) {
                throw new RunFailure(
                        "teacher-mismatch",
                        "teacher.version %s is a %s, teacher.network says %s"
                                .formatted(version, artefact.manifest().network(), network.name()));
            }
            return StateTensors.served(
                    network,
                    Safetensors.decode(Files.readAllBytes(artefact.file(ModelManifest.WEIGHTS)))
                            .weights());
        } catch (ObjectMissingException e) {
            throw new RunFailure("teacher-missing", "no teacher " + version + " is in the store", e);
        } catch (IllegalArgumentException e) {
            throw new RunFailure("teacher-mismatch", "teacher.version " + version + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new RunFailure("teacher-unreadable", "cannot read teacher " + version + ": " + e.getMessage(), e);
        }
    }
}
