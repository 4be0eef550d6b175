package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.experiment.Preprocessing;
import dev.retort.contracts.experiment.TeacherSpec;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.distill.outside.OutsideModel;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.ObjectMissingException;
import dev.retort.teacher.config.TeacherConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Teachers from elsewhere as model artefacts: their file and preprocessing, by digest. */
@ApplicationScoped
public class OutsideTeachers {
    /** Stands for run and code version: the same file and preprocessing are the same version, whoever asks. */
    private static final String OUTSIDE = "outside";

    private final ArtefactStore artefacts;
    private final TeacherConfig config;

    OutsideTeachers(ArtefactStore artefacts, TeacherConfig config) {
        this.artefacts = artefacts;
        this.config = config;
    }

    /**
     * Puts the file into the store once it has answered for an image of the dataset.
     *
     * @throws RunFailure if it is missing, has another digest, or cannot be used
     */
    Digest publish(TeacherSpec.Outside teacher, Dataset dataset, Digest datasetDigest) {
        Path file = config.datasetDirectory().resolve(teacher.file());
        check(file, teacher.sha256());
        Normalization normalization = new Normalization(teacher.mean(), teacher.standardDeviation());
        open(file, dataset, teacher.preprocessingOrStandard(), normalization).close();
        String name = teacher.file().endsWith(".onnx") ? ModelManifest.ONNX : ModelManifest.TORCHSCRIPT;
        Map<String, Path> files = Map.of(name, file);
        ImageShape shape = dataset.train().shape();
        ModelManifest manifest = new ModelManifest(
                teacher.network(),
                dataset.classes(),
                shape.channels(),
                shape.height(),
                shape.width(),
                teacher.mean(),
                teacher.standardDeviation(),
                OUTSIDE,
                TeacherTraining.ARM,
                0,
                null,
                datasetDigest,
                null,
                null,
                OUTSIDE,
                null,
                null,
                teacher.preprocessing(),
                ArtefactStore.entries(files));
        return artefacts.publish(ObjectKeys::model, manifest, files);
    }

    /** One that is in the store, for images of the dataset. */
    OutsideModel open(Digest version, Dataset dataset) {
        try {
            Artefact<ModelManifest> artefact = artefacts.fetch(ObjectKeys.model(version), version, ModelManifest.class);
            ModelManifest manifest = artefact.manifest();
            String name =
                    manifest.files().containsKey(ModelManifest.ONNX) ? ModelManifest.ONNX : ModelManifest.TORCHSCRIPT;
            return open(
                    artefact.file(name),
                    dataset,
                    manifest.preprocessingOrStandard(),
                    new Normalization(manifest.mean(), manifest.standardDeviation()));
        } catch (ObjectMissingException e) {
            throw new RunFailure("teacher-missing", "no teacher " + version + " is in the store", e);
        }
    }

    private static void check(Path file, Digest expected) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new RunFailure(
                        "teacher-missing",
                        "teacher.file: there is no " + file + "; put it below retort.teacher.dataset-directory");
            }
            Digest actual = Digest.ofFile(file);
            if (!actual.equals(expected)) {
                throw new RunFailure(
                        "teacher-mismatch",
                        "teacher.file: %s has SHA-256 %s, teacher.sha256 says %s".formatted(file, actual, expected));
            }
        } catch (IOException e) {
            throw new RunFailure("teacher-unreadable", "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private OutsideModel open(Path file, Dataset dataset, Preprocessing preprocessing, Normalization normalization) {
        try {
            return OutsideModel.open(
                    file,
                    dataset.train().shape(),
                    dataset.classes().size(),
                    preprocessing,
                    normalization,
                    config.threads() > 0
                            ? config.threads()
                            : Runtime.getRuntime().availableProcessors());
        } catch (UnusableModelException e) {
            throw new RunFailure("teacher-unusable", "teacher.file: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new RunFailure("teacher-unreadable", "cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
