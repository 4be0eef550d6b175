package dev.retort.distill.network;

/**
 * What a node of a network computes. Every executable form is derived from these records; none holds weights. Input and
 * output are [n, channels, height, width] up to the global pooling and [n, features] after it.
 */
public sealed interface Layer {
    /** Square kernel, no dilation, one group; weight [outputChannels, inputChannels, kernel, kernel]. */
    record Convolution(
            int inputChannels, int outputChannels, int kernel, int stride, int padding, boolean bias, Start start)
            implements Layer {
        /** What the weight is before the first step. */
        public enum Start {
            /** Drawn by He et al. 2015. */
            RANDOM,
            /** The first filters pass their channel on, the others are drawn. */
            IDENTITY,
            /** Whitens the patches of the training images, and is never trained. */
            WHITENING
        }

        public Convolution(int inputChannels, int outputChannels, int kernel, int stride, int padding, boolean bias) {
            this(inputChannels, outputChannels, kernel, stride, padding, bias, Start.RANDOM);
        }
    }

    /**
     * Over n, height and width, epsilon 1e-5; weight, bias, running_mean, running_var: [channels].
     *
     * @param momentum share of a batch in the running statistics, in (0, 1]
     * @param scales whether the weight is trained; else it stays 1
     */
    record BatchNorm(int channels, double momentum, boolean scales) implements Layer {
        public static final double EPSILON = 1e-5;
        /** PyTorch's default. */
        public static final double MOMENTUM = 0.1;

        public BatchNorm(int channels) {
            this(channels, MOMENTUM, true);
        }
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

    /** Times a constant. */
    record Scale(double factor) implements Layer {}
}
