package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;

/**
 * An image to which a shadow gave another class than the champion.
 *
 * @param requestId what the request was called
 * @param image its place in the request, from 0
 * @param championProbability of the class that the champion gave, as it was calibrated
 */
public record Disagreement(
        String requestId,
        int image,
        String championClass,
        double championProbability,
        String shadowClass,
        double shadowProbability) {
    public Disagreement {
        Arguments.requireNotNegative("image", image);
        Arguments.requireShare("championProbability", championProbability);
        Arguments.requireShare("shadowProbability", shadowProbability);
    }
}
