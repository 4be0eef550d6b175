package dev.retort.distill.score;

import dev.retort.contracts.event.Interval;
import dev.retort.distill.statistics.Wilson;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
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
        return share(counts[label][label], images(label));
    }

    /** Share of the answers of a class that are right; empty for a class that is never answered. */
    public OptionalDouble precision(int answer) {
        return share(counts[answer][answer], answered(answer));
    }

    /** Wilson's, of {@link #recall}. */
    public Optional<Interval> recallInterval(int label, double confidence) {
        return interval(counts[label][label], images(label), confidence);
    }

    /** Wilson's, of {@link #precision}. */
    public Optional<Interval> precisionInterval(int answer, double confidence) {
        return interval(counts[answer][answer], answered(answer), confidence);
    }

    /** Of the classes that have images, the first with the least recall. */
    public int leastRecalled() {
        return IntStream.range(0, counts.length)
                .filter(label -> images(label) > 0)
                .boxed()
                .min(Comparator.comparingDouble(label -> recall(label).orElseThrow()))
                .orElseThrow();
    }

    public double leastRecall() {
        return recall(leastRecalled()).orElseThrow();
    }

    private int images(int label) {
        return IntStream.of(counts[label]).sum();
    }

    private int answered(int answer) {
        return Arrays.stream(counts).mapToInt(row -> row[answer]).sum();
    }

    private static OptionalDouble share(int part, int whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }

    private static Optional<Interval> interval(int part, int whole, double confidence) {
        return whole == 0 ? Optional.empty() : Optional.of(Wilson.interval(part, whole, confidence));
    }
}
