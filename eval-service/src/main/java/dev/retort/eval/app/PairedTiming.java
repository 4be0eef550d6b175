package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.Evidence.TimedPairs;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.eval.config.EvaluationConfig;
import dev.retort.eval.domain.RelativeSpeed;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Asks two artefacts for one image in turn, in this process; who is first changes from pair to pair. */
@ApplicationScoped
public class PairedTiming implements RelativeSpeed {
    private static final Logger LOG = Logger.getLogger(PairedTiming.class);
    private static final int PAIRS = 200;
    private static final int WARM_UP = 20;
    /** Of the champion's time: what a candidate must keep to. */
    private static final double FASTER = 0.9;

    private final ArtefactStore artefacts;
    private final int threads;

    PairedTiming(ArtefactStore artefacts, EvaluationConfig config) {
        this.artefacts = artefacts;
        this.threads = config.threads();
    }

    @Override
    public Optional<TimedPairs> time(Digest candidate, Digest champion) {
        try {
            Artefact<ModelManifest> one = fetch(candidate);
            Artefact<ModelManifest> other = fetch(champion);
            try (OnnxModel mine = OnnxModel.open(one.file(ModelManifest.ONNX), threads);
                    OnnxModel theirs = OnnxModel.open(other.file(ModelManifest.ONNX), threads)) {
                return Optional.of(time(inference(mine, one.manifest()), inference(theirs, other.manifest())));
            }
        } catch (ObjectMissingException | CorruptArtefactException | UnusableModelException e) {
            LOG.errorf("candidate and champion cannot be timed: %s", e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw LocalDiskException.atTemporaryFiles(e);
        }
    }

    private Artefact<ModelManifest> fetch(Digest version) {
        return artefacts.fetch(ObjectKeys.model(version), version, ModelManifest.class);
    }

    /** Takes nanoseconds. What the image shows does not matter to the time. */
    private static LongSupplier inference(OnnxModel model, ModelManifest manifest) {
        byte[] image = new byte[manifest.channels() * manifest.height() * manifest.width()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (31 * i);
        }
        return () -> {
            long begun = System.nanoTime();
            model.logits(image, 1);
            return System.nanoTime() - begun;
        };
    }

    /** @param candidate and {@code champion} answer once and say how long it took, in nanoseconds */
    TimedPairs time(LongSupplier candidate, LongSupplier champion) {
        for (int i = 0; i < WARM_UP; i++) {
            var _ = candidate.getAsLong();
            var _ = champion.getAsLong();
        }
        long[] mine = new long[PAIRS];
        long[] theirs = new long[PAIRS];
        int faster = 0;
        for (int i = 0; i < PAIRS; i++) {
            boolean first = i % 2 == 0;
            mine[i] = first ? candidate.getAsLong() : 0;
            theirs[i] = champion.getAsLong();
            mine[i] = first ? mine[i] : candidate.getAsLong();
            faster += mine[i] <= FASTER * theirs[i] ? 1 : 0;
        }
        return new TimedPairs(PAIRS, faster, median(mine), median(theirs), threads, Machine.words());
    }

    private static double median(long[] nanoseconds) {
        long[] sorted = nanoseconds.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] / 1e6;
    }
}
