package dev.retort.gateway.domain;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** From logits to what people read. */
public final class Softmax {
    private Softmax() {}

    /** A class and its probability, in [0, 1]. */
    public record Prediction(String label, double probability) {}

    /**
     * The k likeliest classes, likeliest first; among equals the earlier class. Probabilities are
     * softmax(logits / temperature).
     *
     * @param logits [classes]
     * @param temperature &gt; 0; above 1 it softens
     */
    public static List<Prediction> top(float[] logits, List<String> classes, int k, double temperature) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = Math.exp((logits[i] - greatest) / temperature);
            sum += probabilities[i];
        }
        double total = sum;
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
                .limit(k)
                .map(i -> new Prediction(classes.get(i), probabilities[i] / total))
                .toList();
    }
}
