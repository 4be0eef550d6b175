package dev.retort.teacher.domain;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.experiment.ContinuousSpec.Guards;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleLabelled;
import dev.retort.contracts.sample.SampleMessage;
import dev.retort.contracts.sample.StoredSample;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fold from {@code retort.samples} to batches of one continuous set: which messages are used, in which batch each
 * sample lies, what is held out. Its state after batch n is a function of the batches up to n alone, so that a service that
 * was killed makes the same batches as one that was not: {@link #restore} what the set's log holds, go on at
 * {@link #nextOffset}.
 */
public final class Admission {
    /** Samples that are remembered, for what is sent twice and for labels that come later. */
    public static final int REMEMBERED = 1 << 16;

    private final ContinuousSet set;
    private final PixelStore store;
    private final Predicate<Digest> isScoredOn;
    private final Sources sources;
    private final KnownSamples known;

    private final List<Sample> samples = new ArrayList<>();
    private final List<Digest> digests = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    /** By sample: however often a label is sent, the last one counts. */
    private final Map<Long, Integer> lateLabels = new LinkedHashMap<>();

    private long batch;
    private long firstOffset;
    private long nextOffset;
    private Digest content = ContinuousBatch.NOTHING;

    /**
     * @param store asked for the pixels of an image that came without them, if it is to be taken
     * @param isScoredOn whether an image, by its content, is one of the dataset's that students are compared on: it is held
     *     out here as well, as who has learnt it by heart would be promoted for that
     */
    public Admission(ContinuousSet set, Guards guards, PixelStore store, Predicate<Digest> isScoredOn) {
        this.set = set;
        this.store = store;
        this.isScoredOn = isScoredOn;
        this.sources = new Sources(guards);
        this.known = new KnownSamples(REMEMBERED, set.batchSize());
    }

    /** How many batches must be {@linkplain #restore restored} to know all that is remembered. */
    public static long batchesRemembered(ContinuousSet set) {
        return Math.ceilDiv(REMEMBERED, set.batchSize());
    }

    /** A batch that is on the set's log: one after the other. */
    public void restore(ContinuousBatch last) {
        known.restore(last);
        sources.restore(last.sources());
        content = last.content();
        nextBatch(last.batch() + 1, last.nextOffset());
    }

    /** Of {@code retort.samples}: where to read on. */
    public long nextOffset() {
        return nextOffset;
    }

    /** One message; the draft must have been {@linkplain #take taken} where there is one. */
    public Admitted on(long offset, SampleMessage message) {
        nextOffset = offset + 1;
        if (sources.ignores(message.source())) {
            return new Admitted.Ignored();
        }
        try {
            Admitted admitted = switch (message) {
                case Sample sample -> on(sample);
                case StoredSample stored -> on(stored);
                case SampleLabelled label -> on(label);
            };
            sources.used(message.source());
            return admitted;
        } catch (MalformedMessageException e) {
            return new Admitted.Refused(e, sources.refused(message.source()).orElse(null));
        }
    }

    /** A message that could not even be read. */
    public Admitted unreadable(long offset, String source, MalformedMessageException why) {
        nextOffset = offset + 1;
        return sources.ignores(source)
                ? new Admitted.Ignored()
                : new Admitted.Refused(why, sources.refused(source).orElse(null));
    }

    /** Nothing is fetched that is not wanted. */
    private Admitted on(StoredSample stored) throws MalformedMessageException {
        checkShape(stored.channels(), stored.height(), stored.width());
        OptionalLong number = known.find(stored.content(), nextSample());
        if (number.isEmpty()) {
            return on(store.fetch(stored));
        }
        checkLabel(stored.label());
        return again(number.getAsLong(), stored.content(), stored.label());
    }

    private Admitted on(Sample sample) throws MalformedMessageException {
        check(sample);
        Digest digest = sample.content();
        String requestId = sample.requestId();
        OptionalLong number = known.find(digest, nextSample());
        if (number.isPresent()) {
            if (requestId != null) {
                known.again(requestId, number.getAsLong(), nextSample());
            }
            return again(number.getAsLong(), digest, sample.label());
        }
        known.put(digest, requestId == null ? "" : requestId, nextSample());
        Integer label = sample.label();
        samples.add(sample);
        digests.add(digest);
        labels.add(label == null ? ContinuousBatch.NO_LABEL : label);
        return new Admitted.Taken(sample);
    }

    /** An image that is there: what is new of it is its label, if it brings one. */
    private Admitted again(long number, Digest content, @Nullable Integer label) {
        return label == null ? new Admitted.Duplicate(content) : labelled(number, label);
    }

    /** The last label that is sent counts, in whichever way it comes. */
    private Admitted labelled(long number, int label) {
        long place = number - batch * set.batchSize();
        if (place >= 0) {
            labels.set((int) place, label);
        } else {
            lateLabels.put(number, label);
        }
        return new Admitted.Labelled();
    }

    private void check(Sample sample) throws MalformedMessageException {
        checkShape(sample.channels(), sample.height(), sample.width());
        checkLabel(sample.label());
        if (isConstant(sample.pixels())) {
            throw new MalformedMessageException(
                    Reason.OUT_OF_RANGE, "the image shows nothing: each channel has one value throughout");
        }
    }

    private void checkShape(int channels, int height, int width) throws MalformedMessageException {
        if (channels != set.channels() || height != set.height() || width != set.width()) {
            throw new MalformedMessageException(
                    Reason.WRONG_SHAPE,
                    "the image is %d × %d × %d, the dataset's are %d × %d × %d"
                            .formatted(channels, height, width, set.channels(), set.height(), set.width()));
        }
    }

    private void checkLabel(@Nullable Integer label) throws MalformedMessageException {
        if (label != null && label >= set.classes()) {
            throw new MalformedMessageException(
                    Reason.OUT_OF_RANGE, "label %d is not in [0, %d)".formatted(label, set.classes()));
        }
    }

    private boolean isConstant(byte[] pixels) {
        int plane = set.height() * set.width();
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] != pixels[i / plane * plane]) {
                return false;
            }
        }
        return true;
    }

    private Admitted on(SampleLabelled label) throws MalformedMessageException {
        checkLabel(label.label());
        OptionalLong number = known.find(label, nextSample());
        return number.isEmpty() ? new Admitted.Unknown() : labelled(number.getAsLong(), label.label());
    }

    private long nextSample() {
        return batch * set.batchSize() + samples.size();
    }

    /** The batch, once it is full; the next one begins. */
    public Optional<Draft> take() {
        if (samples.size() < set.batchSize()) {
            return Optional.empty();
        }
        int[] knownLabels = labels.stream().mapToInt(Integer::intValue).toArray();
        List<LateLabel> late = lateLabels.entrySet().stream()
                .map(label -> new LateLabel(label.getKey(), label.getValue()))
                .toList();
        content = ContinuousBatch.content(content, digests, knownLabels, late);
        Draft draft = new Draft(
                set,
                batch,
                firstOffset,
                nextOffset,
                samples,
                labels,
                digests.stream()
                        .map(digest -> isHeldOut(digest, set.heldOutShare()) || isScoredOn.test(digest))
                        .toList(),
                late,
                known.takeRepeats(),
                sources.all(),
                content);
        nextBatch(batch + 1, nextOffset);
        return Optional.of(draft);
    }

    private void nextBatch(long number, long offset) {
        batch = number;
        firstOffset = offset;
        nextOffset = offset;
        samples.clear();
        digests.clear();
        labels.clear();
        lateLabels.clear();
    }

    /** By the image alone: one that is sent again much later is on the same side. */
    static boolean isHeldOut(Digest content, double share) {
        long first63Bits = ByteBuffer.wrap(content.toBytes()).getLong() >>> 1;
        return first63Bits < share * 0x1p63;
    }
}
