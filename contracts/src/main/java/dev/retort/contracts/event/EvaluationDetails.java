package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;

/**
 * What an evaluation found beyond its two scores.
 *
 * @param predictions what the artefact said to each image, under {@code predictions/}
 * @param temperature that makes the held-out split likeliest; both splits' calibrated figures use it
 */
public record EvaluationDetails(
        Digest predictions, double temperature, Quality heldOut, Quality test, Parity parity, Blessing blessing) {
    public EvaluationDetails {
        Arguments.requireFinite("temperature", temperature);
    }
}
