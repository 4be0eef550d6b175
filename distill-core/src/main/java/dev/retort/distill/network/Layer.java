package dev.retort.distill.network;

/**
 * What a node of a network computes. Every executable form is derived from these records; none holds weights. Input and
 * output are [n, channels, height, width] up to the global pooling and [n, features] after it.
 */
public sealed interface Layer {
    /** Square kernel, no dilation, one group; weight [outputChannels, inputChannels, kernel, kernel]. */
    record Convolution(int inputChannels, int outputChannels, int kernel, int stride, int padding, boolean bias)
            implements Layer {}

    /** Over n, height and width, epsilon 1e-5, momentum 0.1; weight, bias, running_mean, running_var: [channels]. */
    record BatchNorm(int channels) implements Layer {
        public static final double EPSILON = 1e-5;
        public static final double MOMENTUM = 0.1;
    }

    /** Element by element. */
    record Activation(Function function) implements Layer {
        /** GELU is the exact one, by the error function. */
        public enum Function {
            RELU,
            GELU
        }
    }

    /** Sum of two inputs of one shape. */
    record Add() implements Layer {}

    /** Greatest value of each kernel × kernel window. */
    record MaxPool(int kernel, int stride, int padding) implements Layer {}

    /** Mean over height and width: [n, channels, h, w] to [n, channels]. */
    record GlobalAveragePool() implements Layer {}

    /** y = xWᵀ + b; weight [outputs, inputs], bias [outputs]. */
    record Linear(int inputs, int outputs, boolean bias) implements Layer {}

    /** Times a constant; the airbench nets scale their logits by 1/9. */
    record Scale(double factor) implements Layer {}
}
