package dev.retort.distill.score;

import dev.retort.distill.data.ImageSet;
import java.util.Arrays;

/** Scores a classifier, a batch of images at a time. */
public final class Scorer {
    /** Large enough for throughput, small enough that a batch of 224 × 224 images stays under 40 MB. */
    private static final int BATCH_IMAGES = 64;

    private final Classifier classifier;
    private final ImageSet images;
    private int correct;
    private double lossSum;

    private Scorer(Classifier classifier, ImageSet images) {
        this.classifier = classifier;
        this.images = images;
    }

    /** Over every image of the set. */
    public static Score score(Classifier classifier, ImageSet images) {
        int[] all = new int[images.size()];
        Arrays.setAll(all, index -> index);
        return score(classifier, images, all);
    }

    /**
     * @param indices which images to score; at least one
     * @throws NonFiniteLogitException if a logit is NaN or infinite
     * @throws IllegalArgumentException if a label is not among the classifier's classes
     */
    public static Score score(Classifier classifier, ImageSet images, int[] indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("no images to score");
        }
        Scorer scorer = new Scorer(classifier, images);
        for (int start = 0; start < indices.length; start += BATCH_IMAGES) {
            scorer.add(Arrays.copyOfRange(indices, start, Math.min(start + BATCH_IMAGES, indices.length)));
        }
        return new Score(indices.length, scorer.correct / (double) indices.length, scorer.lossSum / indices.length);
    }

    private void add(int[] batch) {
        int imageBytes = images.shape().size();
        byte[] pixels = new byte[Math.multiplyExact(batch.length, imageBytes)];
        for (int i = 0; i < batch.length; i++) {
            images.copyPixels(batch[i], pixels, i * imageBytes);
        }
        float[] logits = classifier.logits(pixels, batch.length); // [batch × classes]
        int classes = logits.length / batch.length;
        for (int i = 0; i < batch.length; i++) {
            add(Arrays.copyOfRange(logits, i * classes, (i + 1) * classes), images.label(batch[i]));
        }
    }

    private void add(float[] logits, int label) {
        if (label >= logits.length) {
            throw new IllegalArgumentException(
                    "label " + label + " is not among the classifier's " + logits.length + " classes");
        }
        int greatest = 0;
        for (int i = 0; i < logits.length; i++) {
            if (!Float.isFinite(logits[i])) {
                throw new NonFiniteLogitException("the logit of class " + i + " is " + logits[i]);
            }
            greatest = logits[i] > logits[greatest] ? i : greatest;
        }
        correct += greatest == label ? 1 : 0;
        lossSum += logSumExp(logits, logits[greatest]) - logits[label];
    }

    /** log Σ exp(logit), with the greatest taken out so that nothing overflows. */
    private static double logSumExp(float[] logits, double greatest) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - greatest);
        }
        return greatest + Math.log(sum);
    }
}
