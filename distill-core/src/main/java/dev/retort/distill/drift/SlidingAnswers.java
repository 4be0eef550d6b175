package dev.retort.distill.drift;

import java.util.Arrays;
import java.util.Optional;

/** The last answers of a model, so many at most. Not for several threads. */
public final class SlidingAnswers {
    private final int classes;
    private final int[] answers;
    private final double[] confidences;
    private long added;

    /**
     * @param classes each answer is in [0, classes)
     * @param capacity answers that are kept; the oldest goes when another comes
     */
    public SlidingAnswers(int classes, int capacity) {
        if (classes < 1 || capacity < 1) {
            throw new IllegalArgumentException("a window of %d answers over %d classes".formatted(capacity, classes));
        }
        this.classes = classes;
        this.answers = new int[capacity];
        this.confidences = new double[capacity];
    }

    /** @param confidence probability of the answer, in [0, 1] */
    public void add(int answer, double confidence) {
        AnswerDistribution.requireAnswer(answer, confidence, classes);
        int place = (int) (added % answers.length);
        answers[place] = answer;
        confidences[place] = confidence;
        added++;
    }

    /** Answers in the window. */
    public int size() {
        return (int) Math.min(added, answers.length);
    }

    public boolean isFull() {
        return added >= answers.length;
    }

    /** Nothing where there was no answer yet. */
    public Optional<AnswerDistribution> distribution() {
        return added == 0
                ? Optional.empty()
                : Optional.of(AnswerDistribution.of(
                        classes, Arrays.copyOf(answers, size()), Arrays.copyOf(confidences, size())));
    }
}
