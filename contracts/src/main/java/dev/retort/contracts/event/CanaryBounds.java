package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;

/**
 * What ends a canary, measured over its latest requests.
 *
 * @param greatestErrorRate share of requests that it does not answer
 * @param greatestP99Milliseconds from the question to the version's answer
 * @param leastRequests before it is judged
 */
public record CanaryBounds(double greatestErrorRate, double greatestP99Milliseconds, int leastRequests) {
    public CanaryBounds {
        Arguments.requireShare("greatestErrorRate", greatestErrorRate);
        Arguments.requirePositive("greatestP99Milliseconds", greatestP99Milliseconds);
        Arguments.requireAtLeast("leastRequests", leastRequests, 1);
    }
}
