package dev.retort.contracts.experiment;

import dev.retort.contracts.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Seeds of a run's random choices, each derived from the experiment's one seed: services that never talk to each other
 * split, shuffle and initialise alike.
 */
public record Seeds(long root) {

    /** Decides which training images are held out. */
    public long split() {
        return derive("split");
    }

    public long teacherWeights() {
        return derive("teacher-weights");
    }

    /** Order and views of the images that the teacher trains on. */
    public long teacherViews() {
        return derive("teacher-views");
    }

    /** Order and views of the images on the log. */
    public long transferSet() {
        return derive("transfer-set");
    }

    /** The same for every arm, so that arms differ in their loss alone. */
    public long studentWeights() {
        return derive("student-weights");
    }

    /** Views of the images that come later. */
    public long continuousSet() {
        return derive("continuous-set");
    }

    /** Order of the new samples of a retraining, and where its replay begins; the root is {@code continuous.replay.seed}. */
    public long cycle(int number) {
        return derive("cycle-" + number);
    }

    /**
     * Of the student with this number, the same for every arm; the first has {@link #studentWeights()}.
     *
     * @param number from 1, as in {@link Replica}
     */
    public long studentWeights(int number) {
        return number == 1 ? studentWeights() : derive("student-weights." + number);
    }

    private long derive(String purpose) {
        byte[] name = (purpose + ":" + root).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Digest.of(name).toBytes()).getLong();
    }
}
