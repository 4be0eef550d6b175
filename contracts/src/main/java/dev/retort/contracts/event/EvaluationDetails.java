package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found beyond its two scores.
 *
 * @param predictions what the artefact said to each image, under {@code predictions/}
 * @param temperature that makes the held-out split likeliest; both splits' calibrated figures use it
 * @param agreements null on records that are older than them
 */
public record EvaluationDetails(
        Digest predictions,
        double temperature,
        Quality heldOut,
        Quality test,
        Parity parity,
        Blessing blessing,
        @Nullable Agreements agreements) {
    public EvaluationDetails {
        Arguments.requireFinite("temperature", temperature);
    }

    public EvaluationDetails(
            Digest predictions, double temperature, Quality heldOut, Quality test, Parity parity, Blessing blessing) {
        this(predictions, temperature, heldOut, test, parity, blessing, null);
    }
}
