package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A loss of the student's logits z against the teacher's logits v, both [batch, classes]; key {@code kind} chooses it.
 * Each enters the sum with the factor weight·T², which keeps the gradient's size when T changes (Hinton et al. 2015,
 * section 2).
 */
public sealed interface SoftTargetLoss {
    /** What the JSON form, and by it a run's name, tells kinds apart by; {@link Kd}, which was there first, goes without. */
    @JsonProperty
    default @Nullable String kind() {
        return this instanceof Kd ? null : getClass().getSimpleName();
    }

    /** Key {@code softTargetWeight}, ≥ 0: 0.9 for a {@code kd} on its own, 1 elsewhere. */
    @JsonProperty("softTargetWeight")
    double weight();

    /** T, key {@code temperature}, &gt; 0, dimensionless: 4 by default. */
    double temperature();

    /**
     * {@code kind: kd}, the default. KL(softmax(v/T) ‖ softmax(z/T)) (Hinton et al. 2015).
     *
     * @param standardise key {@code standardise}, default false: see {@link Dkd}
     */
    record Kd(
            double weight,
            double temperature,
            @JsonInclude(Include.NON_DEFAULT) boolean standardise) implements SoftTargetLoss {
        public Kd {
            check(weight, temperature);
        }
    }

    /**
     * {@code kind: dkd}. Decoupled distillation (Zhao et al. 2022): targetClassWeight·TCKD + nonTargetClassWeight·NCKD.
     * TCKD is the divergence of (p of the label, p of all others) as a pair, NCKD the divergence among the others, each
     * renormalised without the label: one weights how sure the teacher is, the other what it takes the image for
     * otherwise.
     *
     * @param standardise key {@code standardise}, default false: before the softmax, an image's logits are replaced by
     *     (z - mean(z)) / deviation(z) over its classes, the deviation of the population (divided by their number), so that
     *     the student need not match the teacher's range (Sun et al. 2024). Their base temperature is 2; the default of
     *     {@link #temperature} stays 4
     * @param targetClassWeight the paper's α, ≥ 0, default 1
     * @param nonTargetClassWeight the paper's β, ≥ 0, default 8
     */
    record Dkd(
            double weight,
            double temperature,
            boolean standardise,
            double targetClassWeight,
            double nonTargetClassWeight)
            implements SoftTargetLoss {
        public Dkd {
            check(weight, temperature);
            Range.NOT_NEGATIVE.require("targetClassWeight", targetClassWeight);
            Range.NOT_NEGATIVE.require("nonTargetClassWeight", nonTargetClassWeight);
        }
    }

    /**
     * {@code kind: dist}. Distillation from a stronger teacher (Huang et al. 2022): with p = softmax(v/T), q =
     * softmax(z/T) and Pearson's correlation ρ, interClassWeight·mean over images (1 - ρ(q row, p row)) +
     * intraClassWeight·mean over classes (1 - ρ(q column, p column)). It wants the relations, not the values.
     *
     * @param interClassWeight the paper's β, ≥ 0, default 2
     * @param intraClassWeight the paper's γ, ≥ 0, default 2
     */
    record Dist(double weight, double temperature, double interClassWeight, double intraClassWeight)
            implements SoftTargetLoss {
        public Dist {
            check(weight, temperature);
            Range.NOT_NEGATIVE.require("interClassWeight", interClassWeight);
            Range.NOT_NEGATIVE.require("intraClassWeight", intraClassWeight);
        }
    }

    private static void check(double weight, double temperature) {
        Range.NOT_NEGATIVE.require("weight", weight);
        Range.POSITIVE.require("temperature", temperature);
    }
}
