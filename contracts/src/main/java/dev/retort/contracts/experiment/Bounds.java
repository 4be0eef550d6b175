package dev.retort.contracts.experiment;

import dev.retort.contracts.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Floors and ceilings that a candidate must keep whatever the champion is; null is no bound.
 *
 * @param minimumRecall of every class, on the held-out split
 * @param maximumCalibrationError on the held-out split, before temperature scaling
 * @param maximumP99Milliseconds of one image
 * @param maximumLogitDifference of the artefact to the training form; {@link #LOGIT_DIFFERENCE} where null
 * @param minimumEqualAnswers of the artefact and the training form; {@link #EQUAL_ANSWERS} where null
 */
public record Bounds(
        @Nullable Double minimumRecall,
        @Nullable Double maximumCalibrationError,
        @Nullable Double maximumP99Milliseconds,
        @Nullable Long maximumArtefactBytes,
        @Nullable Double maximumLogitDifference,
        @Nullable Double minimumEqualAnswers) {
    /** A hundred times what folding and another order of summation do to logits of order ten. */
    public static final double LOGIT_DIFFERENCE = 0.01;
    /** Near ties may fall to either side. */
    public static final double EQUAL_ANSWERS = 0.98;

    public static final Bounds NONE = new Bounds(null, null, null, null, null, null);

    public Bounds {
        requireFinite("minimumRecall", minimumRecall);
        requireFinite("maximumCalibrationError", maximumCalibrationError);
        requireFinite("maximumP99Milliseconds", maximumP99Milliseconds);
        requireFinite("maximumLogitDifference", maximumLogitDifference);
        requireFinite("minimumEqualAnswers", minimumEqualAnswers);
    }

    private static void requireFinite(String component, @Nullable Double value) {
        if (value != null) {
            Arguments.requireFinite(component, value);
        }
    }

    public double logitDifference() {
        return maximumLogitDifference == null ? LOGIT_DIFFERENCE : maximumLogitDifference;
    }

    public double equalAnswers() {
        return minimumEqualAnswers == null ? EQUAL_ANSWERS : minimumEqualAnswers;
    }
}
