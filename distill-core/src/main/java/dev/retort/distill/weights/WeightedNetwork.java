package dev.retort.distill.weights;

import dev.retort.distill.network.Network;

/** A description and the weights it runs with; what compression passes take and give. */
public record WeightedNetwork(Network network, Weights weights) {}
