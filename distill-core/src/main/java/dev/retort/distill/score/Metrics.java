package dev.retort.distill.score;

/** Figures of merit of some predictions. Those that look at probabilities take a temperature; 1 leaves them as they are. */
public final class Metrics {
    private Metrics() {}

    /** Images whose answer is the label. */
    public static int correct(Predictions predictions) {
        int correct = 0;
        for (int i = 0; i < predictions.images(); i++) {
            correct += predictions.isRight(i) ? 1 : 0;
        }
        return correct;
    }

    public static double accuracy(Predictions predictions) {
        return (double) correct(predictions) / predictions.images();
    }

    /** Images whose label is among the {@code k} greatest logits; of equal logits the first counts as greater. */
    public static int topCorrect(Predictions predictions, int k) {
        int within = 0;
        for (int i = 0; i < predictions.images(); i++) {
            within += rank(predictions, i) < k ? 1 : 0;
        }
        return within;
    }

    /** Share of {@link #topCorrect}; 1 where k is not less than the classes. */
    public static double topAccuracy(Predictions predictions, int k) {
        return (double) topCorrect(predictions, k) / predictions.images();
    }

    /** Mean of -log p(label), in nats. */
    public static double negativeLogLikelihood(Predictions predictions, double temperature) {
        return mean(negativeLogLikelihoods(predictions, temperature));
    }

    /** Mean of Σ over classes (p - 1 of the label, p of the others)², in [0, 2] (Brier 1950). */
    public static double brierScore(Predictions predictions, double temperature) {
        return mean(brierScores(predictions, temperature));
    }

    /** By image. */
    static double[] negativeLogLikelihoods(Predictions predictions, double temperature) {
        double[] values = new double[predictions.images()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    logSumExp(predictions, i, temperature) - predictions.logit(i, predictions.label(i)) / temperature;
        }
        return values;
    }

    /** By image. */
    static double[] brierScores(Predictions predictions, double temperature) {
        double[] values = new double[predictions.images()];
        for (int i = 0; i < values.length; i++) {
            double[] probabilities = predictions.probabilities(i, temperature);
            for (int c = 0; c < probabilities.length; c++) {
                double error = probabilities[c] - (c == predictions.label(i) ? 1 : 0);
                values[i] += error * error;
            }
        }
        return values;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** How many logits come before the label's. */
    private static int rank(Predictions predictions, int image) {
        int label = predictions.label(image);
        float own = predictions.logit(image, label);
        int before = 0;
        for (int c = 0; c < predictions.classes(); c++) {
            float other = predictions.logit(image, c);
            before += other > own || (other == own && c < label) ? 1 : 0;
        }
        return before;
    }

    /** log Σ exp(logit / temperature), with the greatest taken out so that nothing overflows. */
    private static double logSumExp(Predictions predictions, int image, double temperature) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < predictions.classes(); c++) {
            greatest = Math.max(greatest, predictions.logit(image, c) / temperature);
        }
        double sum = 0;
        for (int c = 0; c < predictions.classes(); c++) {
            sum += Math.exp(predictions.logit(image, c) / temperature - greatest);
        }
        return greatest + Math.log(sum);
    }
}
