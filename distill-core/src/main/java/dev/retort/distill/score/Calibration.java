package dev.retort.distill.score;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Whether a classifier that says 80 % is right in 80 % of such cases, and the one number that helps if not. */
public final class Calibration {
    /** As in Guo et al. 2017. */
    public static final int BINS = 15;

    private static final double GREATEST_SHARPENING = 100;
    private static final int BISECTIONS = 60;

    private Calibration() {}

    /** {@link #error(Predictions, double, int)} with {@link #BINS} bins. */
    public static double error(Predictions predictions, double temperature) {
        return error(predictions, temperature, BINS);
    }

    /**
     * Expected calibration error with equal-mass bins: images in the order of their confidence, cut into {@code bins} runs of
     * equal length (to within one image), Σ |share right - mean confidence| weighted by length. Images of equal confidence
     * share what they have right, so that their order does not matter.
     */
    public static double error(Predictions predictions, double temperature, int bins) {
        int images = predictions.images();
        double[] confidence = confidence(predictions, temperature);
        int[] order = IntStream.range(0, images)
                .boxed()
                .sorted(Comparator.comparingDouble(image -> confidence[image]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] right = sharedByEquals(predictions, confidence, order);
        int cuts = Math.min(bins, images);
        double error = 0;
        for (int bin = 0; bin < cuts; bin++) {
            double gap = 0;
            for (int i = edge(bin, cuts, images); i < edge(bin + 1, cuts, images); i++) {
                gap += right[i] - confidence[order[i]];
            }
            error += Math.abs(gap) / images;
        }
        return error;
    }

    /** Whether a {@link #temperature} is a maximum of the likelihood, and not one of the ends at which the search stopped. */
    public static boolean isFitted(double temperature) {
        return Math.abs(Math.log(temperature)) < Math.log(GREATEST_SHARPENING) - 1e-6;
    }

    /** The temperature that probabilities are served with: where none could be fitted, they are served as they are. */
    public static double served(double temperature) {
        return isFitted(temperature) ? temperature : 1;
    }

    /**
     * The temperature at which softmax(logits / temperature) is likeliest (Guo et al. 2017): one parameter, which changes no
     * answer. -log p(label) is convex in 1 / temperature, so the zero of its slope is found by bisection. Between 1/100 and
     * 100; at an end where the likelihood rises for ever, as with a classifier that is always right.
     */
    public static double temperature(Predictions predictions) {
        double low = Math.log(1 / GREATEST_SHARPENING);
        double high = Math.log(GREATEST_SHARPENING);
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (slope(predictions, Math.exp(middle)) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp(-(low + high) / 2);
    }

    /** Of the negative log likelihood over the sharpening 1 / temperature: mean logit less the label's, summed. */
    private static double slope(Predictions predictions, double sharpening) {
        double sum = 0;
        for (int i = 0; i < predictions.images(); i++) {
            double[] probabilities = predictions.probabilities(i, 1 / sharpening);
            double own = predictions.logit(i, predictions.label(i));
            for (int c = 0; c < probabilities.length; c++) {
                sum += probabilities[c] * (predictions.logit(i, c) - own);
            }
        }
        return sum;
    }

    /** Probability of the answer, by image. */
    static double[] confidence(Predictions predictions, double temperature) {
        double[] confidence = new double[predictions.images()];
        Arrays.setAll(confidence, image -> predictions.probabilities(image, temperature)[predictions.answer(image)]);
        return confidence;
    }

    /** By place in the order: 1 where right, 0 where wrong, their mean over images of equal confidence. */
    private static double[] sharedByEquals(Predictions predictions, double[] confidence, int[] order) {
        double[] right = new double[order.length];
        int from = 0;
        while (from < order.length) {
            int to = from;
            int correct = 0;
            while (to < order.length && confidence[order[to]] == confidence[order[from]]) {
                correct += predictions.isRight(order[to++]) ? 1 : 0;
            }
            Arrays.fill(right, from, to, (double) correct / (to - from));
            from = to;
        }
        return right;
    }

    /** Where a bin begins, in the order of confidence. */
    static int edge(int bin, int bins, int images) {
        return (int) ((long) bin * images / bins);
    }
}
