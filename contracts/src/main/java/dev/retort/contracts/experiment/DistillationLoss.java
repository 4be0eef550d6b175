package dev.retort.contracts.experiment;

/**
 * hardLabelWeight·CE(z, y) + softTargetWeight·T²·KL(softmax(v/T) ‖ softmax(z/T)), batch mean; z student logits, v
 * teacher logits (Hinton et al. 2015).
 *
 * @param temperature T &gt; 0, dimensionless
 */
public record DistillationLoss(double hardLabelWeight, double softTargetWeight, double temperature) {}
