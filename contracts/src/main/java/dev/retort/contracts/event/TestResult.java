package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;

/**
 * A paired test of candidate and champion on the held-out images.
 *
 * @param method such as {@code McNemar mid-p, one-sided}
 * @param p of the observed table or a more extreme one, if the candidate were no better (or worse by the margin)
 * @param level that this one was tested at: its part of the policy's level
 * @param difference accuracy of the candidate less that of the champion
 * @param differenceLow end of Tango's 95 % interval for the difference
 */
public record TestResult(
        String method, double p, double level, double difference, double differenceLow, double differenceHigh) {
    public TestResult {
        Arguments.requireFinite("p", p);
        Arguments.requireFinite("level", level);
        Arguments.requireFinite("difference", difference);
        Arguments.requireFinite("differenceLow", differenceLow);
        Arguments.requireFinite("differenceHigh", differenceHigh);
    }
}
