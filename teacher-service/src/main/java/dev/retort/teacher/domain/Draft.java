package dev.retort.teacher.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.Requests;
import dev.retort.contracts.continuous.Requests.Again;
import dev.retort.contracts.continuous.SourceRecord;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.sample.Sample;
import java.util.List;

/**
 * A batch that the teacher has not looked at yet.
 *
 * @param labels {@link ContinuousBatch#NO_LABEL} where nobody knows it
 * @param again requests that brought a sample which was there already
 */
public record Draft(
        ContinuousSet set,
        long batch,
        long firstOffset,
        long nextOffset,
        List<Sample> samples,
        List<Integer> labels,
        List<Boolean> heldOut,
        List<LateLabel> lateLabels,
        List<Again> again,
        List<SourceRecord> sources,
        Digest content) {
    public Draft {
        samples = List.copyOf(samples);
        labels = List.copyOf(labels);
        heldOut = List.copyOf(heldOut);
        lateLabels = List.copyOf(lateLabels);
        again = List.copyOf(again);
        sources = List.copyOf(sources);
    }

    public long firstSample() {
        return batch * set.batchSize();
    }

    /** [samples, channels, height, width]. */
    public byte[] pixels() {
        byte[] pixels = new byte[samples.size() * set.imageBytes()];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i).pixels(), 0, pixels, i * set.imageBytes(), set.imageBytes());
        }
        return pixels;
    }

    /**
     * @param pixels as {@link #pixels}
     * @param logits [views, samples, classes], binary16
     */
    public ContinuousBatch with(byte[] pixels, short[] logits) {
        boolean[] kept = new boolean[heldOut.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = heldOut.get(i);
        }
        return new ContinuousBatch(
                set,
                batch,
                firstOffset,
                nextOffset,
                pixels,
                logits,
                labels.stream().mapToInt(Integer::intValue).toArray(),
                kept,
                new Requests(samples.stream().map(Draft::requestId).toList(), again),
                lateLabels,
                sources,
                content);
    }

    private static String requestId(Sample sample) {
        String requestId = sample.requestId();
        return requestId == null ? "" : requestId;
    }
}
