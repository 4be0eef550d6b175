package dev.retort.contracts.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** How a gradient becomes a step; section {@code optimizer}, whose key {@code kind} chooses it. */
public sealed interface OptimizerSpec {
    /** What the JSON form, and by it a run's name, tells kinds apart by; {@link Sgd}, which was there first, goes without. */
    @JsonProperty
    default @Nullable String kind() {
        return this instanceof Sgd ? null : getClass().getSimpleName();
    }

    /** The greatest rate of the schedule. */
    double learningRate();

    /**
     * {@code kind: sgd}, the default. Stochastic gradient descent with momentum.
     *
     * @param learningRate &gt; 0, default 0.1
     * @param momentum in [0, 1), default 0.9
     * @param nesterov default true
     * @param weightDecay on every parameter, ≥ 0, default 5e-4
     */
    record Sgd(double learningRate, double momentum, boolean nesterov, double weightDecay) implements OptimizerSpec {
        public Sgd {
            Range.POSITIVE.require("learningRate", learningRate);
            Range.SHARE_BELOW_ONE.require("momentum", momentum);
            Range.NOT_NEGATIVE.require("weightDecay", weightDecay);
        }
    }

    /**
     * {@code kind: adamw}. Adam with decoupled weight decay (Loshchilov and Hutter 2019).
     *
     * @param learningRate &gt; 0, default 0.001
     * @param beta1 of the mean of gradients, in [0, 1), default 0.9
     * @param beta2 of the mean of squares, in [0, 1), default 0.999
     * @param epsilon added to the root of the mean of squares, &gt; 0, default 1e-8
     * @param weightDecay on every parameter, ≥ 0, default 0.01
     */
    record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements OptimizerSpec {
        public AdamW {
            Range.POSITIVE.require("learningRate", learningRate);
            Range.SHARE_BELOW_ONE.require("beta1", beta1);
            Range.SHARE_BELOW_ONE.require("beta2", beta2);
            Range.POSITIVE.require("epsilon", epsilon);
            Range.NOT_NEGATIVE.require("weightDecay", weightDecay);
        }
    }

    /**
     * {@code kind: muon}. Momentum made orthogonal by Newton–Schulz iterations for convolutions, each filter bank kept at
     * the norm √filters (Jordan 2024, airbench94_muon); {@code rest} takes batch norms, biases and linear layers.
     *
     * @param learningRate of the convolutions, &gt; 0, default 0.24
     * @param momentum in [0, 1), default 0.6
     * @param nesterov default true
     * @param iterations of Newton–Schulz, 1 to 10, default 5
     * @param rest section of its own with the keys of {@code sgd}; its learning rate follows the same schedule; default
     *     learning rate 0.1, momentum 0.85
     */
    record Muon(double learningRate, double momentum, boolean nesterov, int iterations, Sgd rest)
            implements OptimizerSpec {
        public Muon {
            Range.POSITIVE.require("learningRate", learningRate);
            Range.SHARE_BELOW_ONE.require("momentum", momentum);
            if (iterations < 1) {
                throw new IllegalArgumentException("iterations is " + iterations);
            }
        }
    }
}
