package dev.retort.distill.torchscript;

import dev.retort.distill.network.Layer.Activation.Function;
import dev.retort.distill.network.Node;

/** A convolution and what one call of oneDNN computes along with it. */
sealed interface FusedConvolution {
    /** function(convolution). */
    record Activated(Node convolution, Function function) implements FusedConvolution {}

    /**
     * relu(convolution + other), written over other.
     *
     * @param other name of the node that the sum reads beside the convolution
     */
    record Summed(Node convolution, Node sum, String other) implements FusedConvolution {}
}
