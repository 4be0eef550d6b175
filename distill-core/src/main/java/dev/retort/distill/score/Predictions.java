package dev.retort.distill.score;

/**
 * What a classifier said to each image of a split. Immutable.
 *
 * <p>The answer is the class of the greatest logit, the first of equal ones. It is kept apart from the logits, since two
 * that differ can become equal when they are stored with less precision.
 */
public final class Predictions {
    private final int classes;
    private final int[] labels;
    private final int[] answers;
    private final float[] logits;

    /**
     * @param labels [images]
     * @param answers [images]
     * @param logits [images × classes], finite
     */
    public Predictions(int classes, int[] labels, int[] answers, float[] logits) {
        if (classes < 1 || labels.length == 0 || labels.length != answers.length) {
            throw new IllegalArgumentException("%d classes, %d labels and %d answers are no predictions"
                    .formatted(classes, labels.length, answers.length));
        }
        if (logits.length != Math.multiplyExact(labels.length, classes)) {
            throw new IllegalArgumentException(
                    "%d images of %d classes have not %d logits".formatted(labels.length, classes, logits.length));
        }
        requireClasses("label", labels, classes);
        requireClasses("answer", answers, classes);
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new NonFiniteLogitException("a logit is " + logit);
            }
        }
        this.classes = classes;
        this.labels = labels.clone();
        this.answers = answers.clone();
        this.logits = logits.clone();
    }

    /** Takes the greatest logit of each image for its answer. */
    public static Predictions of(int classes, int[] labels, float[] logits) {
        int[] answers = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            for (int c = 1; c < classes; c++) {
                answers[i] = logits[i * classes + c] > logits[i * classes + answers[i]] ? c : answers[i];
            }
        }
        return new Predictions(classes, labels, answers, logits);
    }

    /** Those of these images, in this order. */
    public Predictions at(int[] images) {
        int[] someLabels = new int[images.length];
        int[] someAnswers = new int[images.length];
        float[] someLogits = new float[images.length * classes];
        for (int i = 0; i < images.length; i++) {
            someLabels[i] = labels[images[i]];
            someAnswers[i] = answers[images[i]];
            System.arraycopy(logits, images[i] * classes, someLogits, i * classes, classes);
        }
        return new Predictions(classes, someLabels, someAnswers, someLogits);
    }

    public int images() {
        return labels.length;
    }

    public int classes() {
        return classes;
    }

    public int label(int image) {
        return labels[image];
    }

    public int answer(int image) {
        return answers[image];
    }

    public int[] answers() {
        return answers.clone();
    }

    public boolean isRight(int image) {
        return answers[image] == labels[image];
    }

    public float logit(int image, int candidate) {
        return logits[image * classes + candidate];
    }

    /** softmax(logits / temperature) of one image. */
    public double[] probabilities(int image, double temperature) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            greatest = Math.max(greatest, logit(image, c) / temperature);
        }
        double[] probabilities = new double[classes];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            probabilities[c] = Math.exp(logit(image, c) / temperature - greatest);
            sum += probabilities[c];
        }
        for (int c = 0; c < classes; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }

    private static void requireClasses(String what, int[] values, int classes) {
        for (int value : values) {
            if (value < 0 || value >= classes) {
                throw new IllegalArgumentException(
                        what + " " + value + " is not among the classifier's " + classes + " classes");
            }
        }
    }
}
