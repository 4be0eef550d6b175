package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;

/**
 * How far the artefact that would be served answers as the training form does, in evaluation mode and fp32.
 *
 * @param images of the held-out split that both were shown
 * @param equalAnswers share of them that both give the same class
 */
public record Parity(int images, double greatestLogitDifference, double equalAnswers) {
    public Parity {
        Arguments.requireFinite("greatestLogitDifference", greatestLogitDifference);
        Arguments.requireFinite("equalAnswers", equalAnswers);
    }
}
