package dev.retort.distill.score;

import java.util.stream.IntStream;

/** 120 images of 7 classes by a formula, so that the same ones can be made in another language. */
final class SyntheticPredictions {
    static final int IMAGES = 120;
    static final int CLASSES = 7;

    private SyntheticPredictions() {}

    /** logit = 2·sin(1.7·i + 0.9·c² + 0.3), and 0.8·(i mod 4) more for the label; label = (i² + 3i + ⌊i/5⌋) mod 7. */
    static Predictions formula() {
        int[] labels = IntStream.range(0, IMAGES)
                .map(i -> (i * i + 3 * i + i / 5) % CLASSES)
                .toArray();
        float[] logits = new float[IMAGES * CLASSES];
        for (int i = 0; i < IMAGES; i++) {
            for (int c = 0; c < CLASSES; c++) {
                double bonus = c == labels[i] ? 0.8 * (i % 4) : 0;
                logits[i * CLASSES + c] = (float) (2 * Math.sin(1.7 * i + 0.9 * c * c + 0.3) + bonus);
            }
        }
        return Predictions.of(CLASSES, labels, logits);
    }

    /** The same images in another order, and the classes under other names. */
    static Predictions rearranged(Predictions from, int firstImage, int classShift) {
        int images = from.images();
        int classes = from.classes();
        int[] labels = new int[images];
        float[] logits = new float[images * classes];
        for (int i = 0; i < images; i++) {
            int source = (i + firstImage) % images;
            labels[i] = (from.label(source) + classShift) % classes;
            for (int c = 0; c < classes; c++) {
                logits[i * classes + (c + classShift) % classes] = from.logit(source, c);
            }
        }
        return Predictions.of(classes, labels, logits);
    }
}
