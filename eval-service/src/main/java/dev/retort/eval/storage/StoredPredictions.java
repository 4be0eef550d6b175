package dev.retort.eval.storage;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.contracts.manifest.PredictionsManifest;
import dev.retort.distill.score.NonFiniteLogitException;
import dev.retort.distill.score.Predictions;
import dev.retort.distill.score.PredictionsCodec;
import dev.retort.eval.domain.HeldOutAnswers;
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
import java.util.Optional;
import org.jboss.logging.Logger;

/** What versions said to images, in the object store. */
@ApplicationScoped
public class StoredPredictions implements HeldOutAnswers {
    private static final Logger LOG = Logger.getLogger(StoredPredictions.class);

    private final ArtefactStore artefacts;

    StoredPredictions(ArtefactStore artefacts) {
        this.artefacts = artefacts;
    }

    /** @return the artefact's digest */
    public Digest publish(Digest version, Digest dataset, long splitSeed, Predictions heldOut, Predictions test)
            throws IOException {
        Path directory = Files.createTempDirectory("retort-predictions-");
        try {
            Map<String, Path> files = Map.of(
                    PredictionsManifest.HELD_OUT,
                    Files.write(directory.resolve(PredictionsManifest.HELD_OUT), PredictionsCodec.encode(heldOut)),
                    PredictionsManifest.TEST,
                    Files.write(directory.resolve(PredictionsManifest.TEST), PredictionsCodec.encode(test)));
            Map<String, FileEntry> entries = ArtefactStore.entries(files);
            PredictionsManifest manifest = new PredictionsManifest(
                    version, dataset, heldOut.classes(), heldOut.images(), splitSeed, test.images(), entries);
            return artefacts.publish(ObjectKeys::predictions, manifest, files);
        } finally {
            Files.deleteIfExists(directory.resolve(PredictionsManifest.HELD_OUT));
            Files.deleteIfExists(directory.resolve(PredictionsManifest.TEST));
            Files.deleteIfExists(directory);
        }
    }

    @Override
    public Optional<Predictions> find(Digest predictions) {
        return fetch(predictions)
                .map(artefact -> decode(
                        artefact,
                        PredictionsManifest.HELD_OUT,
                        artefact.manifest().heldOutImages()));
    }

    /** Of which version on which images. */
    public Optional<PredictionsManifest> manifest(Digest predictions) {
        return fetch(predictions).map(Artefact::manifest);
    }

    /** For reports; decisions have no way here. */
    public Optional<Predictions> findTest(Digest predictions) {
        return fetch(predictions)
                .map(artefact -> decode(
                        artefact, PredictionsManifest.TEST, artefact.manifest().testImages()));
    }

    private Optional<Artefact<PredictionsManifest>> fetch(Digest predictions) {
        try {
            return Optional.of(
                    artefacts.fetch(ObjectKeys.predictions(predictions), predictions, PredictionsManifest.class));
        } catch (ObjectMissingException | CorruptArtefactException e) {
            LOG.errorf("predictions %s cannot be used: %s", predictions, e.getMessage());
            return Optional.empty();
        }
    }

    private static Predictions decode(Artefact<PredictionsManifest> artefact, String file, int images) {
        try {
            return PredictionsCodec.decode(
                    Files.readAllBytes(artefact.file(file)),
                    images,
                    artefact.manifest().classes());
        } catch (IOException e) {
            throw LocalDiskException.at(artefact.directory(), e);
        } catch (NonFiniteLogitException e) {
            throw new IllegalArgumentException(file + " of " + artefact.digest() + ": " + e.getMessage(), e);
        }
    }
}
