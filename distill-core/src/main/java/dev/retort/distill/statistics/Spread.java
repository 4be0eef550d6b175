package dev.retort.distill.statistics;

import java.util.List;

/**
 * A figure of one arm over its seeds.
 *
 * @param deviation standard deviation, with n − 1
 */
public record Spread(String arm, int seeds, double mean, double deviation) {
    /** @param values one a seed, at least two */
    static Spread of(String arm, List<Double> values) {
        if (values.size() < 2) {
            throw new IllegalArgumentException("one value has no spread");
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new Spread(arm, values.size(), mean, Math.sqrt(squares / (values.size() - 1)));
    }
}
