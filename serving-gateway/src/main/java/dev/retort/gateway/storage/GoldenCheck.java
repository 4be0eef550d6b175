package dev.retort.gateway.storage;

import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.contracts.manifest.ModelManifest.GoldenRecord;
import dev.retort.distill.score.GoldenAnswers;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.engine.ModelSession;
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

    static void run(Artefact<ModelManifest> artefact, ModelSession model) throws RefusedModelException, IOException {
        GoldenRecord record = artefact.manifest().golden();
        if (record == null) {
            LOG.warnf(
                    "version %s carries no golden answers to check it by",
                    artefact.digest().abbreviated());
            return;
        }
        GoldenAnswers golden = GoldenAnswers.decode(
                Files.readAllBytes(artefact.file(ModelManifest.GOLDEN_IMAGES)),
                Files.readAllBytes(artefact.file(ModelManifest.GOLDEN_LOGITS)),
                record.images());
        String fault = golden.fault((pixels, images) -> model.logits(scaled(pixels), images), record.tolerance())
                .orElse(null);
        if (fault != null) {
            throw new RefusedModelException(fault);
        }
    }

    /** uint8 to [0, 1]. */
    private static float[] scaled(byte[] pixels) {
        float[] scaled = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            scaled[i] = Byte.toUnsignedInt(pixels[i]) / 255f;
        }
        return scaled;
    }
}
