package dev.retort.distill.drift;

import dev.retort.distill.statistics.KolmogorovSmirnov;
import dev.retort.distill.statistics.StabilityIndex;

/**
 * How far what a model says now is from what it said to the images of a reference.
 *
 * @param images that were seen
 * @param stabilityIndex of the answered classes, in nats
 * @param confidence test of the confidences of the answers
 */
public record Drift(int images, double stabilityIndex, KolmogorovSmirnov confidence) {
    /** @throws IllegalArgumentException if the two are not over the same classes */
    public static Drift between(AnswerDistribution reference, AnswerDistribution seen) {
        return new Drift(
                seen.images(),
                StabilityIndex.of(reference.counts(), seen.counts()),
                KolmogorovSmirnov.of(reference.confidences(), seen.confidences()));
    }
}
