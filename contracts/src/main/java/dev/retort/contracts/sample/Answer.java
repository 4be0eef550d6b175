package dev.retort.contracts.sample;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;

/**
 * What the gateway said about an image.
 *
 * @param topClass index of the greatest probability
 * @param confidence that probability, in [0, 1]
 */
public record Answer(Digest modelVersion, int topClass, double confidence) {
    public Answer {
        Arguments.requireNotNegative("topClass", topClass);
        Arguments.requireShare("confidence", confidence);
    }
}
