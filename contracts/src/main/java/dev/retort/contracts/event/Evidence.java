package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of candidate and champion rests on beside the 2 × 2 table; all of it is there only where the policy or
 * the champion's history asks for it.
 *
 * @param commonImages held-out images of both runs, which neither has learned from; 0 for runs on different datasets, null
 *     where it cannot be told
 * @param unknownChampion what the alias names where the log holds no evaluation of it
 * @param anchor null where the champion itself is it
 * @param times null where the policy does not ask whether the candidate is faster, or they could not be taken
 * @param calibration null where the policy does not ask for it, or predictions are not kept
 */
public record Evidence(
        @Nullable Long commonImages,
        @Nullable Digest unknownChampion,
        @Nullable Anchor anchor,
        @Nullable TimedPairs times,
        @Nullable PairedCalibration calibration) {
    /** Nothing was looked at. */
    public static final Evidence NONE = new Evidence(null, null, null, null, null);

    /** The alias names a version that the log holds no evaluation of. */
    public static Evidence unknownChampion(Digest version) {
        return new Evidence(null, version, null, null, null);
    }

    /**
     * The last version before the champion that was promoted as better or as the first. Those after it were merely not worse,
     * each by a margin: the candidate must not be worse than it by the margin either, so that margins do not add up.
     *
     * @param table who was right, candidate or anchor ({@code onlyChampion} counts the anchor's); null where it cannot be told
     */
    public record Anchor(
            Digest modelVersion, String run, @Nullable PairedCounts table) {}

    /**
     * Candidate and champion asked for one image in turn, in one process, so that whatever else the machine does slows both.
     *
     * @param pairs of one inference each
     * @param faster pairs in which the candidate took at most 0.9 of the champion's time
     * @param candidateMilliseconds median
     * @param championMilliseconds median
     * @param machine in words
     */
    public record TimedPairs(
            int pairs,
            int faster,
            double candidateMilliseconds,
            double championMilliseconds,
            int threads,
            String machine) {
        public TimedPairs {
            if (pairs < 1 || faster < 0 || faster > pairs) {
                throw new IllegalArgumentException("%d of %d pairs".formatted(faster, pairs));
            }
            Arguments.requireFinite("candidateMilliseconds", candidateMilliseconds);
            Arguments.requireFinite("championMilliseconds", championMilliseconds);
        }
    }

    /**
     * Calibration errors on the same images, of the probabilities that would be served: after temperature scaling.
     *
     * @param p of the paired bootstrap: share of resamples in which the candidate's is not lower by half a point
     */
    public record PairedCalibration(double candidateError, double championError, double p, int resamples) {
        public PairedCalibration {
            Arguments.requireFinite("candidateError", candidateError);
            Arguments.requireFinite("championError", championError);
            Arguments.requireFinite("p", p);
        }
    }
}
