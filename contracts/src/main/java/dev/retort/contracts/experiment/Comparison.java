package dev.retort.contracts.experiment;

import dev.retort.contracts.Arguments;
import java.util.List;

/**
 * What a candidate must show against the champion, on the held-out images of both.
 *
 * @param level chance of taking one for better (or not worse) that is not, over all candidates that are compared with one
 *     champion, in (0, 1)
 * @param marginPoints by how many percentage points of accuracy a candidate may be worse; of {@link Rule#NOT_WORSE} only
 * @param gains of which one at least is asked for beside not being worse; none are where it is empty
 */
public record Comparison(Rule rule, double level, double marginPoints, List<Gain> gains) {
    public static final Comparison STANDARD = new Comparison(Rule.BETTER, 0.05, 1, List.of(Gain.values()));

    public Comparison {
        Arguments.requireFinite("level", level);
        Arguments.requireFinite("marginPoints", marginPoints);
        gains = List.copyOf(gains);
    }

    /** Which claim is tested. */
    public enum Rule {
        /** More accurate: McNemar's test, mid-p, one-sided. */
        BETTER,
        /** Less accurate by less than the margin: Tango's score test. */
        NOT_WORSE
    }

    /** What makes a version worth having that is merely not worse. */
    public enum Gain {
        /** At most 0.95 of the champion's bytes. */
        SMALLER,
        /** At most 0.9 of the champion's time for one image, in more than half of the pairs that are timed in turn: sign test. */
        FASTER,
        /** A calibration error, as served, lower by 0.5 percentage points or more: paired bootstrap. */
        BETTER_CALIBRATED
    }
}
