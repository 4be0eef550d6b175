package dev.retort.contracts.continuous;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.sample.Sample;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * One message of a continuous set: new images, and the teacher's raw logits for each of their views. Holds bare arrays,
 * which it neither copies nor changes.
 */
public final class ContinuousBatch {
    /** Label of a sample of which nobody knows it. */
    public static final int NO_LABEL = -1;

    /** {@link #content} before the first batch. */
    public static final Digest NOTHING = new Digest("0".repeat(64));

    private final ContinuousSet set;
    private final long batch;
    private final long firstOffset;
    private final long nextOffset;
    private final byte[] pixels;
    private final short[] logits;
    private final int[] labels;
    private final boolean[] heldOut;
    private final Requests requests;
    private final List<LateLabel> lateLabels;
    private final List<SourceRecord> sources;
    private final Digest content;

    /**
     * @param batch number of the batch, from 0
     * @param firstOffset of {@code retort.samples}, inclusive
     * @param nextOffset of {@code retort.samples}, exclusive
     * @param pixels [batchSize, channels, height, width], unsigned
     * @param logits [views, batchSize, classes], IEEE 754 binary16
     * @param labels [batchSize], {@link #NO_LABEL} where nobody knows it
     * @param heldOut [batchSize], whether a sample is kept for scoring
     * @param requests by which the samples came
     * @param lateLabels for samples of earlier batches
     * @param sources what is remembered of each source after this batch
     * @param content digest of everything admitted up to here
     */
    public ContinuousBatch(
            ContinuousSet set,
            long batch,
            long firstOffset,
            long nextOffset,
            byte[] pixels,
            short[] logits,
            int[] labels,
            boolean[] heldOut,
            Requests requests,
            List<LateLabel> lateLabels,
            List<SourceRecord> sources,
            Digest content) {
        int samples = set.batchSize();
        require(batch >= 0 && firstOffset >= 0 && nextOffset > firstOffset, "batch and offsets out of range");
        require(pixels.length == samples * set.imageBytes(), pixels.length + " bytes of pixels");
        require(logits.length == set.views() * samples * set.classes(), logits.length + " logits");
        require(labels.length == samples, labels.length + " labels");
        require(heldOut.length == samples, heldOut.length + " flags");
        require(requests.first().size() == samples, requests.first().size() + " request ids");
        require(
                Arrays.stream(labels).allMatch(label -> label >= NO_LABEL && label < set.classes()),
                "a label beyond the classes");
        require(
                lateLabels.stream().allMatch(late -> late.isOf(set, batch)),
                "a late label for a sample that is not of an earlier batch, or beyond the classes");
        require(
                requests.again().stream().allMatch(again -> again.isKnownBy(set, batch)),
                "a request that brought a sample again which is not there yet");
        this.set = set;
        this.batch = batch;
        this.firstOffset = firstOffset;
        this.nextOffset = nextOffset;
        this.pixels = pixels;
        this.logits = logits;
        this.labels = labels;
        this.heldOut = heldOut;
        this.requests = requests;
        this.lateLabels = List.copyOf(lateLabels);
        this.sources = List.copyOf(sources);
        this.content = content;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * A label that came after its sample's batch.
     *
     * @param sample number in the set: batch × batchSize + place
     */
    public record LateLabel(long sample, int label) {
        boolean isOf(ContinuousSet set, long batch) {
            return sample >= 0 && sample < batch * set.batchSize() && label >= 0 && label < set.classes();
        }
    }

    public ContinuousSet set() {
        return set;
    }

    public long batch() {
        return batch;
    }

    public long firstOffset() {
        return firstOffset;
    }

    public long nextOffset() {
        return nextOffset;
    }

    public int size() {
        return labels.length;
    }

    public byte[] pixels() {
        return pixels;
    }

    public short[] logits() {
        return logits;
    }

    public int[] labels() {
        return labels;
    }

    public boolean[] heldOut() {
        return heldOut;
    }

    public Requests requests() {
        return requests;
    }

    public List<LateLabel> lateLabels() {
        return lateLabels;
    }

    public List<SourceRecord> sources() {
        return sources;
    }

    public Digest content() {
        return content;
    }

    /** Pixels of one sample, copied: [channels, height, width]. */
    public byte[] image(int place) {
        return Arrays.copyOfRange(pixels, place * set.imageBytes(), (place + 1) * set.imageBytes());
    }

    /** Logits of one view of one sample, copied: [classes]. */
    public short[] logits(int view, int place) {
        int from = (view * size() + place) * set.classes();
        return Arrays.copyOfRange(logits, from, from + set.classes());
    }

    /** The teacher's class for one sample: that of the greatest logit, summed over the views. */
    public int teacherAnswer(int place) {
        float[] sums = new float[set.classes()];
        for (int view = 0; view < set.views(); view++) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] += Float.float16ToFloat(logits[(view * size() + place) * sums.length + c]);
            }
        }
        int greatest = 0;
        for (int c = 1; c < sums.length; c++) {
            greatest = sums[c] > sums[greatest] ? c : greatest;
        }
        return greatest;
    }

    /** {@link Sample#content} of one sample. */
    public Digest imageContent(int place) {
        return Sample.content(set.channels(), set.height(), set.width(), image(place));
    }

    /**
     * What {@link #content} must be: SHA-256 over the digest of the batch before and, of each sample, its content digest and
     * its label (32 bits, big-endian), and of each late label its sample (64 bits) and label (32 bits).
     */
    public static Digest content(Digest before, List<Digest> samples, int[] labels, List<LateLabel> lateLabels) {
        int each = before.toBytes().length + Integer.BYTES;
        ByteBuffer all =
                ByteBuffer.allocate((samples.size() + 1) * each + lateLabels.size() * (Long.BYTES + Integer.BYTES));
        all.put(before.toBytes());
        for (int i = 0; i < samples.size(); i++) {
            all.put(samples.get(i).toBytes()).putInt(labels[i]);
        }
        lateLabels.forEach(late -> all.putLong(late.sample()).putInt(late.label()));
        return Digest.of(Arrays.copyOf(all.array(), all.position()));
    }
}
