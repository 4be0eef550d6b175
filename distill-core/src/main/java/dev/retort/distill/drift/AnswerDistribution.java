package dev.retort.distill.drift;

import dev.retort.distill.score.Predictions;
import java.util.Arrays;

/** What a model's answers to some images come to: how often each class, and the confidences in order. Immutable. */
public final class AnswerDistribution {
    private final long[] counts;
    private final double[] confidences;

    private AnswerDistribution(long[] counts, double[] confidences) {
        this.counts = counts;
        this.confidences = confidences;
    }

    /**
     * @param classes each answer is in [0, classes)
     * @param answers [images], at least one
     * @param confidences [images], probability of the answer, in [0, 1], any order
     */
    public static AnswerDistribution of(int classes, int[] answers, double[] confidences) {
        if (answers.length == 0 || answers.length != confidences.length) {
            throw new IllegalArgumentException(
                    "%d answers and %d confidences".formatted(answers.length, confidences.length));
        }
        long[] counts = new long[classes];
        for (int i = 0; i < answers.length; i++) {
            requireAnswer(answers[i], confidences[i], classes);
            counts[answers[i]]++;
        }
        double[] sorted = confidences.clone();
        Arrays.sort(sorted);
        return new AnswerDistribution(counts, sorted);
    }

    /**
     * The answers to a split, such as the held-out one, and their probabilities softmax(logits / temperature).
     *
     * @param temperature the one that is served with; otherwise confidences are not comparable
     */
    public static AnswerDistribution of(Predictions predictions, double temperature) {
        int[] answers = predictions.answers();
        double[] confidences = new double[answers.length];
        for (int image = 0; image < answers.length; image++) {
            confidences[image] = predictions.probabilities(image, temperature)[answers[image]];
        }
        return of(predictions.classes(), answers, confidences);
    }

    static void requireAnswer(int answer, double confidence, int classes) {
        if (answer < 0 || answer >= classes) {
            throw new IllegalArgumentException("answer %d is none of %d classes".formatted(answer, classes));
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("a confidence is a probability, not " + confidence);
        }
    }

    public int images() {
        return confidences.length;
    }

    public int classes() {
        return counts.length;
    }

    /** [classes]. */
    public long[] counts() {
        return counts.clone();
    }

    /** [images], ascending. */
    public double[] confidences() {
        return confidences.clone();
    }

    public double meanConfidence() {
        return Arrays.stream(confidences).average().orElseThrow();
    }
}
