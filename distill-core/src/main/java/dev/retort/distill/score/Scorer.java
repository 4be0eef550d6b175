package dev.retort.distill.score;

import dev.retort.distill.data.ImageSet;
import java.util.Arrays;

/** Runs a classifier over images, a batch at a time. */
public final class Scorer {
    /** Large enough for throughput, small enough that a batch of 224 × 224 images stays under 40 MB. */
    private static final int BATCH_IMAGES = 64;

    private Scorer() {}

    /** Over every image of the set. */
    public static Score score(Classifier classifier, ImageSet images) {
        return Score.of(predict(classifier, images));
    }

    /** As {@link #predict(Classifier, ImageSet, int[])}, and scored. */
    public static Score score(Classifier classifier, ImageSet images, int[] indices) {
        return Score.of(predict(classifier, images, indices));
    }

    /** Over every image of the set. */
    public static Predictions predict(Classifier classifier, ImageSet images) {
        int[] all = new int[images.size()];
        Arrays.setAll(all, index -> index);
        return predict(classifier, images, all);
    }

    /**
     * @param indices which images to show; at least one
     * @throws NonFiniteLogitException if a logit is NaN or infinite
     * @throws IllegalArgumentException if a label is not among the classifier's classes
     */
    public static Predictions predict(Classifier classifier, ImageSet images, int[] indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("no images to score");
        }
        float[] all = new float[0]; // [images × classes]
        for (int start = 0; start < indices.length; start += BATCH_IMAGES) {
            int[] batch = Arrays.copyOfRange(indices, start, Math.min(start + BATCH_IMAGES, indices.length));
            float[] logits = logits(classifier, images, batch);
            int classes = logits.length / batch.length;
            if (start == 0) {
                all = new float[Math.multiplyExact(indices.length, classes)];
            }
            System.arraycopy(logits, 0, all, start * classes, logits.length);
        }
        int[] labels = Arrays.stream(indices).map(images::label).toArray();
        return Predictions.of(all.length / indices.length, labels, all);
    }

    private static float[] logits(Classifier classifier, ImageSet images, int[] batch) {
        int imageBytes = images.shape().size();
        byte[] pixels = new byte[Math.multiplyExact(batch.length, imageBytes)];
        for (int i = 0; i < batch.length; i++) {
            images.copyPixels(batch[i], pixels, i * imageBytes);
        }
        return classifier.logits(pixels, batch.length);
    }
}
