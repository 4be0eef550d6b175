package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.memory.NativeHeap;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.distill.score.Predictions;
import dev.retort.eval.config.EvaluationConfig;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.ObjectMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Asks of an artefact what the gateway will ask: that it can be fetched from the store, its digests right, loaded in a
 * session of its own, and that it answers there what it answered when it was scored. Then it is timed, image by image and in
 * batches.
 */
@ApplicationScoped
public class Blessings {
    private static final int GOLDEN_IMAGES = 16;
    private static final int WARM_UP = 20;
    private static final int BATCH = 64;
    private static final int TIMED_BATCHES = 5;
    /** A trainer beside us, or a collection of garbage, slows one or two of them; the median is told. */
    private static final int ROUNDS = 5;
    /** The same kernels on another batch size add in another order. */
    private static final double SAME = 1e-3;

    private final ArtefactStore artefacts;
    private final int threads;
    private final int timedInferences;

    Blessings(ArtefactStore artefacts, EvaluationConfig config) {
        this.artefacts = artefacts;
        this.threads = config.threads();
        this.timedInferences = Math.max(1, config.timedInferences());
    }

    /** @param golden what the artefact said to these images when it was scored */
    Blessing bless(Digest version, ImageSet images, int[] indices, Predictions golden) throws IOException {
        try {
            Artefact<ModelManifest> artefact = artefacts.fetch(ObjectKeys.model(version), version, ModelManifest.class);
            OptionalLong before = NativeHeap.bytesInUse();
            try (OnnxModel session = OnnxModel.open(artefact.file(ModelManifest.ONNX), threads)) {
                return with(bless(session, images, indices, golden), before, NativeHeap.bytesInUse());
            }
        } catch (ObjectMissingException | CorruptArtefactException | UnusableModelException e) {
            return Blessing.refused("it cannot be loaded: " + e.getMessage(), threads);
        }
    }

    private static Blessing with(Blessing blessing, OptionalLong before, OptionalLong after) {
        Long held = before.isPresent() && after.isPresent()
                ? (Long) Math.max(0, after.getAsLong() - before.getAsLong())
                : null;
        return new Blessing(
                blessing.faults(),
                blessing.p50Milliseconds(),
                blessing.p99Milliseconds(),
                blessing.imagesPerSecond(),
                blessing.threads(),
                held,
                Machine.words());
    }

    Blessing bless(OnnxModel session, ImageSet images, int[] indices, Predictions golden) {
        byte[] one = pixels(images, indices, 1);
        for (int i = 0; i < WARM_UP; i++) {
            session.logits(one, 1);
        }
        List<String> faults = faults(session, images, indices, golden);
        double[] medians = new double[ROUNDS];
        double[] tails = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double[] milliseconds = sortedTimes(session, images, indices);
            medians[round] = quantile(milliseconds, 0.5);
            tails[round] = quantile(milliseconds, 0.99);
        }
        return new Blessing(faults, median(medians), median(tails), imagesPerSecond(session, images, indices), threads);
    }

    private double[] sortedTimes(OnnxModel session, ImageSet images, int[] indices) {
        double[] milliseconds = new double[timedInferences];
        for (int i = 0; i < timedInferences; i++) {
            byte[] image = pixels(images, new int[] {indices[i % indices.length]}, 1);
            milliseconds[i] = milliseconds(session, image, 1);
        }
        Arrays.sort(milliseconds);
        return milliseconds;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return quantile(sorted, 0.5);
    }

    private static List<String> faults(OnnxModel session, ImageSet images, int[] indices, Predictions golden) {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < Math.min(GOLDEN_IMAGES, indices.length); i++) {
            float[] logits = session.logits(pixels(images, new int[] {indices[i]}, 1), 1);
            for (int c = 0; c < logits.length; c++) {
                // Not "greater than": NaN is a fault.
                if (!(Math.abs(logits[c] - golden.logit(i, c)) <= SAME * Math.max(1, Math.abs(golden.logit(i, c))))) {
                    faults.add("to golden image %d it answers %s for class %d, not %s"
                            .formatted(i, logits[c], c, golden.logit(i, c)));
                    break;
                }
            }
        }
        return faults;
    }

    private static double imagesPerSecond(OnnxModel session, ImageSet images, int[] indices) {
        byte[] batch = pixels(images, indices, BATCH);
        session.logits(batch, BATCH);
        double best = Double.MAX_VALUE;
        for (int i = 0; i < TIMED_BATCHES; i++) {
            best = Math.min(best, milliseconds(session, batch, BATCH));
        }
        return BATCH * 1000 / best;
    }

    private static double milliseconds(OnnxModel session, byte[] pixels, int images) {
        long begun = System.nanoTime();
        session.logits(pixels, images);
        return (System.nanoTime() - begun) / 1e6;
    }

    /** The first ones, from the beginning again where there are fewer. */
    private static byte[] pixels(ImageSet images, int[] indices, int count) {
        int size = images.shape().size();
        byte[] pixels = new byte[count * size];
        for (int i = 0; i < count; i++) {
            images.copyPixels(indices[i % indices.length], pixels, i * size);
        }
        return pixels;
    }

    /** The least value that so large a share of the sorted ones does not exceed. */
    static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
