package dev.retort.gateway.storage;

import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.contracts.manifest.ModelManifest.GoldenRecord;
import dev.retort.distill.score.Classifier;
import dev.retort.distill.score.GoldenAnswers;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.kit.store.Artefact;
import java.io.IOException;
import java.nio.file.Files;
import org.jboss.logging.Logger;

/**
 * Whether a version answers here what it answered where it was scored. A version of before there were golden answers passes,
 * with a warning: it has been checked for all else.
 */
final class GoldenCheck {
    private static final Logger LOG = Logger.getLogger(GoldenCheck.class);

    private GoldenCheck() {}

    static void run(Artefact<ModelManifest> artefact, Classifier model) throws RefusedModelException, IOException {
        GoldenRecord record = artefact.manifest().golden();
        if (record == null) {
            LOG.warnf("version %s carries no golden answers to check it by", artefact.digest().abbreviated());
            return;
        }
        GoldenAnswers golden = GoldenAnswers.decode(
                Files.readAllBytes(artefact.file(ModelManifest.GOLDEN_IMAGES)),
                Files.readAllBytes(artefact.file(ModelManifest.GOLDEN_LOGITS)),
                record.images());
        String fault = golden.fault(model, record.tolerance()).orElse(null);
        if (fault != null) {
            throw new RefusedModelException(fault);
        }
    }
}
