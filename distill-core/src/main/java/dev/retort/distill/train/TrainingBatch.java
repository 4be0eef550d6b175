package dev.retort.distill.train;

import org.jspecify.annotations.Nullable;

/** What one step learns from. Holds bare arrays, which it neither copies nor changes. */
public final class TrainingBatch {
    /** Of an image whose label nobody knows; only for {@link TrainingSettings#withMissingLabels}. */
    public static final int NO_LABEL = -1;

    private final byte[] pixels;
    private final int[] hardLabels;
    private final short @Nullable [] teacherLogits;

    /**
     * @param pixels [n, channels, height, width], uint8
     * @param hardLabels [n]
     * @param teacherLogits [n, classes] in binary16, or null where there is no teacher
     */
    public TrainingBatch(byte[] pixels, int[] hardLabels, short @Nullable [] teacherLogits) {
        this.pixels = pixels;
        this.hardLabels = hardLabels;
        this.teacherLogits = teacherLogits;
    }

    public int size() {
        return hardLabels.length;
    }

    byte[] pixels() {
        return pixels;
    }

    int[] hardLabels() {
        return hardLabels;
    }

    short @Nullable [] teacherLogits() {
        return teacherLogits;
    }
}
