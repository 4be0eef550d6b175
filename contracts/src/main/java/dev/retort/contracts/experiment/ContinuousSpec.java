package dev.retort.contracts.experiment;

import org.jspecify.annotations.Nullable;

/**
 * How a run goes on learning once its students are trained: section {@code continuous}.
 *
 * @param batchSize samples a message of the continuous set
 * @param views how often the teacher looks at each new image
 * @param heldOutShare of the new images that are kept for scoring, in (0, 1)
 * @param minimumConfidence of the teacher, below which a cycle leaves out an image without a label; 0 leaves out none
 * @param window samples that a cycle learns from at most, the newest; bounds its memory
 * @param epochs passes over them
 * @param learningRate greatest of the student's schedule
 */
public record ContinuousSpec(
        int batchSize,
        int views,
        double heldOutShare,
        double minimumConfidence,
        int window,
        int epochs,
        double learningRate,
        Trigger trigger,
        Replay replay,
        Gate gate,
        Guards guards) {
    /** Samples; for a longer window nothing has to be remembered. */
    public static final int GREATEST_WINDOW = 1_000_000;

    /**
     * When a cycle begins: whichever comes first.
     *
     * @param newSamples to learn from since the last cycle
     * @param everySeconds since the last cycle, if there is anything new; 0 is never
     * @param drift whether a drift on what the gateway sees begins one
     * @param driftSamples to learn from since the drift was told, for a cycle that it begins; null is half of
     *     {@code newSamples}, so that the name of a run stays what it was before there was a choice
     */
    public record Trigger(
            int newSamples,
            long everySeconds,
            boolean drift,
            @Nullable Integer driftSamples) {
        public Trigger(int newSamples, long everySeconds, boolean drift) {
            this(newSamples, everySeconds, drift, null);
        }

        /** Samples that a cycle by drift needs: fewer make a student that knows little of what is new, and few images to show it by. */
        public int neededSinceDrift() {
            return driftSamples == null ? Math.ceilDiv(newSamples, 2) : driftSamples;
        }
    }

    /**
     * What a cycle reads again of the run's transfer set.
     *
     * @param share of each step's samples, in [0, 1)
     * @param choice null is {@link Choice#ANOTHER}, so that the name of a run stays what it was before there was a choice
     */
    public record Replay(double share, long seed, @Nullable Choice choice) {
        public Replay(double share, long seed) {
            this(share, seed, null);
        }

        /** Which old samples a cycle reads: so many as it needs, in the order of the transfer set, from a place on. */
        public enum Choice {
            /** Each cycle from a place of its own, so that all of them come in time. */
            ANOTHER,
            /** Each cycle from the same one: the same examples again. */
            SAME
        }
    }

    /**
     * What a cycle's student must show against the champion: better on the new held-out images, not worse on the old ones.
     *
     * @param level chance of taking one for better that is not
     * @param marginPoints percentage points of accuracy on the old images that are not worse yet
     */
    public record Gate(double level, double marginPoints) {}

    /**
     * What a person would watch.
     *
     * @param retrainingsPerHour at most
     * @param backOffAfter so many cycles in a row that brought nothing; then needed samples and time double with each, and
     *     drift begins none
     * @param quarantineWindow messages of a source that are looked at
     * @param quarantineShare of them that cannot be used: the next ten windows of the source are not taken
     */
    public record Guards(int retrainingsPerHour, int backOffAfter, int quarantineWindow, double quarantineShare) {}
}
