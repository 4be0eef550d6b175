package dev.retort.contracts.experiment;

import java.util.List;

/**
 * What a step of a student minimises: hardLabelWeight·CE(z, y) + Σᵢ weightᵢ·Tᵢ²·softTargetᵢ(z, v), batch mean; z student
 * logits, v teacher logits, y hard labels.
 *
 * @param hardLabelWeight of the cross-entropy, ≥ 0; key {@code hardLabelWeight}: 0.1 where the one soft target is a
 *     {@code kd}, as Hinton et al. found "considerably lower" to work best, 1 elsewhere
 * @param softTargets key {@code terms} lists them; without it the keys of one {@link SoftTargetLoss} stand beside
 *     {@code hardLabelWeight}
 */
public record DistillationLoss(double hardLabelWeight, List<SoftTargetLoss> softTargets) {

    public DistillationLoss {
        Range.NOT_NEGATIVE.require("hardLabelWeight", hardLabelWeight);
        softTargets = List.copyOf(softTargets);
    }

    /** Hinton et al. 2015: cross-entropy and one divergence at a temperature. */
    public DistillationLoss(double hardLabelWeight, double softTargetWeight, double temperature) {
        this(hardLabelWeight, List.of(new SoftTargetLoss.Kd(softTargetWeight, temperature, false)));
    }

    /** Whether anything is left to minimise. */
    boolean hasWeight() {
        return hardLabelWeight > 0 || softTargets.stream().anyMatch(term -> term.weight() > 0);
    }
}
