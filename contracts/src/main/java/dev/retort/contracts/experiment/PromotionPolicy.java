package dev.retort.contracts.experiment;

/**
 * When a candidate becomes the champion.
 *
 * @param minimumAccuracy least accuracy on the held-out split, in [0, 1]
 * @param minimumImprovement by how much a candidate must beat the champion's held-out accuracy
 */
public record PromotionPolicy(double minimumAccuracy, double minimumImprovement) {}
