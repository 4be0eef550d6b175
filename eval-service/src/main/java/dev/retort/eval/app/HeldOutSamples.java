package dev.retort.eval.app;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.PairedCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The held-out images of some batches, shown to two models. Right is the label where somebody knows it, also one that came
 * later, and the teacher's class (greatest mean logit over the views) else. Images are let go batch by batch.
 */
final class HeldOutSamples {
    private final Model candidate;
    private final Model champion;
    private final List<Answered> answered = new ArrayList<>();
    private final Map<Long, Integer> lateLabels = new HashMap<>();

    HeldOutSamples(Model candidate, Model champion) {
        this.candidate = candidate;
        this.champion = champion;
    }

    /** Pixels of images to their logits. */
    @FunctionalInterface
    interface Model {
        float[] logits(byte[] pixels, int images);
    }

    private record Answered(long sample, int label, int teacher, int candidate, int champion) {}

    /**
     * Who was right.
     *
     * @param labelled images of which the label is known
     * @param table null where there is no image
     */
    record Comparison(int labelled, @Nullable PairedCounts table) {}

    void add(ContinuousBatch batch) {
        for (LateLabel late : batch.lateLabels()) {
            lateLabels.put(late.sample(), late.label());
        }
        int[] places = IntStream.range(0, batch.size())
                .filter(place -> batch.heldOut()[place])
                .toArray();
        if (places.length == 0) {
            return;
        }
        ContinuousSet set = batch.set();
        byte[] pixels = new byte[places.length * set.imageBytes()]; // [n, c, h, w]
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(
                    batch.pixels(), places[i] * set.imageBytes(), pixels, i * set.imageBytes(), set.imageBytes());
        }
        float[] ones = candidate.logits(pixels, places.length); // [n, classes]
        float[] others = champion.logits(pixels, places.length);
        for (int i = 0; i < places.length; i++) {
            answered.add(new Answered(
                    batch.batch() * set.batchSize() + places[i],
                    batch.labels()[places[i]],
                    batch.teacherAnswer(places[i]),
                    greatest(ones, i * set.classes(), set.classes()),
                    greatest(others, i * set.classes(), set.classes())));
        }
    }

    Comparison compare() {
        int[] counts = new int[4];
        int labelled = 0;
        for (Answered image : answered) {
            int known = lateLabels.getOrDefault(image.sample(), image.label());
            labelled += known == ContinuousBatch.NO_LABEL ? 0 : 1;
            int right = known == ContinuousBatch.NO_LABEL ? image.teacher() : known;
            counts[(image.candidate() == right ? 0 : 2) + (image.champion() == right ? 0 : 1)]++;
        }
        return new Comparison(
                labelled, answered.isEmpty() ? null : new PairedCounts(counts[0], counts[1], counts[2], counts[3]));
    }

    private static int greatest(float[] logits, int from, int classes) {
        int greatest = 0;
        for (int i = 1; i < classes; i++) {
            greatest = logits[from + i] > logits[from + greatest] ? i : greatest;
        }
        return greatest;
    }
}
