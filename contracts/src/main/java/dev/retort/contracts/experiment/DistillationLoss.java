package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step of a student minimises: hardLabelWeight·CE(z, y) + Σᵢ weightᵢ·Tᵢ²·softTargetᵢ(z, v), batch mean; z student
 * logits, v teacher logits, y hard labels.
 *
 * @param hardLabelWeight of the cross-entropy, ≥ 0; key {@code hardLabelWeight}: 0.1 where the one soft target is a
 *     {@code kd}, as Hinton et al. found "considerably lower" to work best, 1 elsewhere
 * @param softTargets key {@code terms} lists them; without it the keys of one {@link SoftTargetLoss} stand beside
 *     {@code hardLabelWeight}
 */
@JsonPropertyOrder({"hardLabelWeight", "onlyTerm", "terms"})
public record DistillationLoss(
        double hardLabelWeight, @JsonIgnore List<SoftTargetLoss> softTargets) {

    public DistillationLoss {
        Range.NOT_NEGATIVE.require("hardLabelWeight", hardLabelWeight);
        softTargets = List.copyOf(softTargets);
    }

    /** Hinton et al. 2015: cross-entropy and one divergence at a temperature. */
    public DistillationLoss(double hardLabelWeight, double softTargetWeight, double temperature) {
        this(hardLabelWeight, List.of(new SoftTargetLoss.Kd(softTargetWeight, temperature, false)));
    }

    /** The JSON form, which names a run, is as the YAML: the keys of an only term stand beside the other weight. */
    @JsonUnwrapped
    @Nullable
    SoftTargetLoss onlyTerm() {
        return softTargets.size() == 1 ? softTargets.getFirst() : null;
    }

    @JsonProperty("terms")
    @Nullable
    List<SoftTargetLoss> otherTerms() {
        return softTargets.size() == 1 ? null : softTargets;
    }

    /** Whether anything is left to minimise. */
    boolean hasWeight() {
        return hardLabelWeight > 0 || softTargets.stream().anyMatch(term -> term.weight() > 0);
    }
}
