package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;

/** A closed interval of finite numbers, such as a confidence interval. */
public record Interval(double low, double high) {
    public Interval {
        Arguments.requireFinite("low", low);
        Arguments.requireFinite("high", high);
        if (low > high) {
            throw new IllegalArgumentException("no interval: from " + low + " to " + high);
        }
    }

    public boolean contains(double value) {
        return value >= low && value <= high;
    }
}
