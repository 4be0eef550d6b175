package dev.retort.contracts.softtarget;

import dev.retort.contracts.Digest;

/**
 * One message of a transfer set: the teacher's raw logits for consecutive samples of one view. Holds bare arrays, which
 * it neither copies nor changes.
 */
public final class SoftTargetBatch {
    private final Digest transferSet;
    private final Digest teacherVersion;
    private final int view;
    private final long firstSequence;
    private final int classes;
    private final int[] datasetIndices;
    private final int[] hardLabels;
    private final short[] logits;

    /**
     * @param firstSequence sequence number of the first sample; a multiple of the batch size
     * @param datasetIndices [samples], index within the dataset's training split
     * @param hardLabels [samples], in [0, classes)
     * @param logits [samples × classes], row-major, IEEE 754 binary16 as by {@link Float#floatToFloat16}
     */
    public SoftTargetBatch(
            Digest transferSet,
            Digest teacherVersion,
            int view,
            long firstSequence,
            int classes,
            int[] datasetIndices,
            int[] hardLabels,
            short[] logits) {
        if (hardLabels.length != datasetIndices.length || logits.length != datasetIndices.length * classes) {
            throw new IllegalArgumentException("%d indices, %d labels and %d logits do not fit %d classes"
                    .formatted(datasetIndices.length, hardLabels.length, logits.length, classes));
        }
        this.transferSet = transferSet;
        this.teacherVersion = teacherVersion;
        this.view = view;
        this.firstSequence = firstSequence;
        this.classes = classes;
        this.datasetIndices = datasetIndices;
        this.hardLabels = hardLabels;
        this.logits = logits;
    }

    public Digest transferSet() {
        return transferSet;
    }

    public Digest teacherVersion() {
        return teacherVersion;
    }

    public int view() {
        return view;
    }

    public long firstSequence() {
        return firstSequence;
    }

    public int classes() {
        return classes;
    }

    public int size() {
        return datasetIndices.length;
    }

    public int[] datasetIndices() {
        return datasetIndices;
    }

    public int[] hardLabels() {
        return hardLabels;
    }

    /** fp16 bits, [size × classes]. */
    public short[] logits() {
        return logits;
    }
}
