package dev.retort.contracts.experiment;

import dev.retort.contracts.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Floors and ceilings that a candidate must keep whatever the champion is; null is no bound.
 *
 * @param minimumRecall of every class, on the held-out split
 * @param maximumCalibrationError on the held-out split, of the probabilities that are served: after temperature scaling
 * @param maximumP99Milliseconds of one image
 * @param maximumLogitDifference of the artefact to the training form; {@link #LOGIT_DIFFERENCE} where null
 * @param minimumEqualAnswers of the artefact and the training form; {@link #EQUAL_ANSWERS} where null
 * @param maximumInt8LogitDifference the same for an int8 artefact; {@link #INT8_LOGIT_DIFFERENCE} where null
 * @param minimumInt8EqualAnswers the same for an int8 artefact; {@link #INT8_EQUAL_ANSWERS} where null
 * @param maximumMemoryBytes that a session of the artefact holds once it has answered batches
 */
public record Bounds(
        @Nullable Double minimumRecall,
        @Nullable Double maximumCalibrationError,
        @Nullable Double maximumP99Milliseconds,
        @Nullable Long maximumArtefactBytes,
        @Nullable Double maximumLogitDifference,
        @Nullable Double minimumEqualAnswers,
        @Nullable Double maximumInt8LogitDifference,
        @Nullable Double minimumInt8EqualAnswers,
        @Nullable Long maximumMemoryBytes) {
    /** A hundred times what folding and another order of summation do to logits of order ten. */
    public static final double LOGIT_DIFFERENCE = 0.01;
    /** Near ties may fall to either side. */
    public static final double EQUAL_ANSWERS = 0.98;

    /** Of logits of order ten: rounding to 8 bits in some twenty layers moves them by tenths, a broken scale by far more. */
    public static final double INT8_LOGIT_DIFFERENCE = 4;
    /** Rounding flips near ties: up to three of 32 images. What that costs in accuracy is for the paired test to say. */
    public static final double INT8_EQUAL_ANSWERS = 0.9;

    public static final Bounds NONE = new Bounds(null, null, null, null, null, null);

    public Bounds(
            @Nullable Double minimumRecall,
            @Nullable Double maximumCalibrationError,
            @Nullable Double maximumP99Milliseconds,
            @Nullable Long maximumArtefactBytes,
            @Nullable Double maximumLogitDifference,
            @Nullable Double minimumEqualAnswers) {
        this(
                minimumRecall,
                maximumCalibrationError,
                maximumP99Milliseconds,
                maximumArtefactBytes,
                maximumLogitDifference,
                minimumEqualAnswers,
                null,
                null,
                null);
    }

    public Bounds {
        requireFinite("minimumRecall", minimumRecall);
        requireFinite("maximumCalibrationError", maximumCalibrationError);
        requireFinite("maximumP99Milliseconds", maximumP99Milliseconds);
        requireFinite("maximumLogitDifference", maximumLogitDifference);
        requireFinite("minimumEqualAnswers", minimumEqualAnswers);
        requireFinite("maximumInt8LogitDifference", maximumInt8LogitDifference);
        requireFinite("minimumInt8EqualAnswers", minimumInt8EqualAnswers);
    }

    private static void requireFinite(String component, @Nullable Double value) {
        if (value != null) {
            Arguments.requireFinite(component, value);
        }
    }

    public double logitDifference(ExportPrecision precision) {
        return switch (precision) {
            case FP32 -> orElse(maximumLogitDifference, LOGIT_DIFFERENCE);
            case INT8 -> orElse(maximumInt8LogitDifference, INT8_LOGIT_DIFFERENCE);
        };
    }

    public double equalAnswers(ExportPrecision precision) {
        return switch (precision) {
            case FP32 -> orElse(minimumEqualAnswers, EQUAL_ANSWERS);
            case INT8 -> orElse(minimumInt8EqualAnswers, INT8_EQUAL_ANSWERS);
        };
    }

    private static double orElse(@Nullable Double value, double standard) {
        return value == null ? standard : value;
    }
}
