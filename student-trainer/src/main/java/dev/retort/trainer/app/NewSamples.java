package dev.retort.trainer.app;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.train.TrainingBatch;
import dev.retort.kit.continuous.SampleViews;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The new samples of a cycle, held in memory: those of a range of batches that are not held out and of which the teacher is
 * sure enough or the label is known. A pure function of the batches.
 */
final class NewSamples {
    private final List<Located> samples;
    private final int leftOut;

    private NewSamples(List<Located> samples, int leftOut) {
        this.samples = List.copyOf(samples);
        this.leftOut = leftOut;
    }

    /** One sample within its batch. */
    private record Located(ContinuousBatch batch, SampleViews views, int place, int label) {
        short[] logits(int view) {
            return batch.logits(view, place);
        }

        /** Greatest probability of the teacher, mean of the views. */
        double confidence() {
            double sum = 0;
            for (int view = 0; view < batch.set().views(); view++) {
                sum += greatestProbability(logits(view));
            }
            return sum / batch.set().views();
        }
    }

    /**
     * @param batches in sequence
     * @param minimumConfidence of the teacher, where there is no label; if nobody reaches it, all are taken
     */
    static NewSamples of(List<ContinuousBatch> batches, Normalization normalization, double minimumConfidence) {
        Map<Long, Integer> late = new HashMap<>();
        batches.forEach(batch -> batch.lateLabels().forEach(label -> put(late, label)));
        List<Located> all = new ArrayList<>();
        for (ContinuousBatch batch : batches) {
            long first = batch.batch() * batch.set().batchSize();
            SampleViews views = new SampleViews(batch.set(), normalization, first, batch.pixels());
            for (int place = 0; place < batch.size(); place++) {
                if (!batch.heldOut()[place]) {
                    int label = late.getOrDefault(first + place, batch.labels()[place]);
                    all.add(new Located(batch, views, place, label));
                }
            }
        }
        List<Located> sure = all.stream()
                .filter(sample -> sample.label() != ContinuousBatch.NO_LABEL
                        || minimumConfidence == 0
                        || sample.confidence() >= minimumConfidence)
                .toList();
        return sure.isEmpty() ? new NewSamples(all, 0) : new NewSamples(sure, all.size() - sure.size());
    }

    private static void put(Map<Long, Integer> labels, LateLabel label) {
        labels.put(label.sample(), label.label());
    }

    static double greatestProbability(short[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (short logit : logits) {
            greatest = Math.max(greatest, Float.float16ToFloat(logit));
        }
        double sum = 0;
        for (short logit : logits) {
            sum += StrictMath.exp(Float.float16ToFloat(logit) - greatest);
        }
        return 1 / sum;
    }

    int size() {
        return samples.size();
    }

    /** How many are not among them, since the teacher is not sure of them. */
    int leftOut() {
        return leftOut;
    }

    /** Writes one sample at {@code place} of a batch. */
    void fill(int sample, int view, Mixture.Batch target, int place) {
        Located located = samples.get(sample);
        ContinuousSet set = located.batch().set();
        located.views().render(view, located.place(), target.pixels(), place * set.imageBytes());
        int label = located.label() == ContinuousBatch.NO_LABEL ? TrainingBatch.NO_LABEL : located.label();
        target.put(place, label, located.logits(view));
    }
}
