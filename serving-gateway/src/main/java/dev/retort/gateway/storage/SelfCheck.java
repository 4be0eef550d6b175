package dev.retort.gateway.storage;

import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.engine.ModelSession;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What any classifier must do before it may answer: finite logits, not the same for every image, and for an image in a
 * batch those that it gets alone.
 */
final class SelfCheck {
    private static final int IMAGES = 3;
    private static final long SEED = 7;

    /** Kernels differ between batch sizes in the order of their sums. */
    private static final float RELATIVE_TOLERANCE = 1e-3f;

    private SelfCheck() {}

    static void run(ModelSession model) throws RefusedModelException {
        int size = model.input().size();
        float[] images = noise(IMAGES * size);
        float[] together = model.logits(images, IMAGES);
        requireFinite(together);
        float greatest = greatest(together);
        boolean tellsApart = false;
        for (int i = 0; i < IMAGES; i++) {
            float[] alone = model.logits(Arrays.copyOfRange(images, i * size, (i + 1) * size), 1);
            requireFinite(alone);
            float[] row = Arrays.copyOfRange(together, i * model.classes(), (i + 1) * model.classes());
            requireSame(alone, row, RELATIVE_TOLERANCE * Math.max(1, greatest));
            tellsApart |= !Arrays.equals(row, Arrays.copyOf(together, model.classes()));
        }
        if (!tellsApart) {
            throw new RefusedModelException("it answers the same to every image: " + Arrays.toString(together));
        }
    }

    static void requireFinite(float[] logits) throws RefusedModelException {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new RefusedModelException("it answers " + logit + " to an image");
            }
        }
    }

    private static void requireSame(float[] alone, float[] inBatch, float tolerance) throws RefusedModelException {
        for (int i = 0; i < alone.length; i++) {
            if (Math.abs(alone[i] - inBatch[i]) > tolerance) {
                throw new RefusedModelException("it answers %s to an image in a batch, and %s to it alone"
                        .formatted(Arrays.toString(inBatch), Arrays.toString(alone)));
            }
        }
    }

    private static float greatest(float[] logits) {
        float greatest = 0;
        for (float logit : logits) {
            greatest = Math.max(greatest, Math.abs(logit));
        }
        return greatest;
    }

    private static float[] noise(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] noise = new float[count];
        for (int i = 0; i < count; i++) {
            noise[i] = (float) random.nextDouble();
        }
        return noise;
    }
}
