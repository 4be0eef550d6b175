package dev.retort.distill.score;

import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** How many images of each class were given which answer. */
public final class ConfusionMatrix {
    private final int[][] counts; // [label][answer]

    private ConfusionMatrix(int[][] counts) {
        this.counts = counts;
    }

    public static ConfusionMatrix of(Predictions predictions) {
        int[][] counts = new int[predictions.classes()][predictions.classes()];
        for (int i = 0; i < predictions.images(); i++) {
            counts[predictions.label(i)][predictions.answer(i)]++;
        }
        return new ConfusionMatrix(counts);
    }

    public int classes() {
        return counts.length;
    }

    public int count(int label, int answer) {
        return counts[label][answer];
    }

    /** Share of the images of a class that are found; empty for a class without images. */
    public OptionalDouble recall(int label) {
        return share(counts[label][label], IntStream.of(counts[label]).sum());
    }

    /** Share of the answers of a class that are right; empty for a class that is never answered. */
    public OptionalDouble precision(int answer) {
        int answered = 0;
        for (int[] row : counts) {
            answered += row[answer];
        }
        return share(counts[answer][answer], answered);
    }

    /** Of the classes that have images. */
    public double leastRecall() {
        return IntStream.range(0, counts.length)
                .mapToObj(this::recall)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .min()
                .orElseThrow();
    }

    private static OptionalDouble share(int part, int whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
