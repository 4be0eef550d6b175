package dev.retort.distill.network;

import dev.retort.distill.network.Layer.Convolution.Start;

/** Networks without shortcuts. */
final class SmallNets {
    /**
     * Airbench divides logits by 256 and trains the head at a rate 0.67 / 0.053 of the biases'. Divided by 256 / √(0.67 /
     * 0.053) = 72 instead, the head moves alike at the biases' rate.
     */
    private static final double LOGIT_SCALE = 1.0 / 72;

    private SmallNets() {}

    /** Three 3 × 3 convolutions with max pooling and two linear layers, in the manner of textbooks. */
    static Network cnn5(String name, ImageShape input, int classes) {
        Nodes nodes = new Nodes();
        String last = Network.INPUT;
        int channels = input.channels();
        int[] widths = {32, 64, 128};
        for (int i = 0; i < widths.length; i++) {
            String number = Integer.toString(i + 1);
            last = nodes.convolution("conv" + number, last, channels, widths[i], 3, 1, 1);
            last = nodes.relu("relu" + number, nodes.batchNorm("bn" + number, last, widths[i]));
            last = nodes.add("pool" + number, new Layer.MaxPool(2, 2, 0), last);
            channels = widths[i];
        }
        last = nodes.add("avgpool", new Layer.GlobalAveragePool(), last);
        last = nodes.relu("relu4", nodes.add("fc1", new Layer.Linear(channels, 128, true), last));
        nodes.add("fc2", new Layer.Linear(128, classes, true), last);
        return new Network(name, input, classes, nodes.list());
    }

    /**
     * Jordan's airbench94_muon (2024): a 2 × 2 first convolution that whitens and is never trained; three blocks of two
     * convolutions with GELU and max pooling, which begin as the identity; batch norms whose scale stays 1. Two things differ:
     * epsilon is that of every batch norm here, and the first convolution has no bias, which there is trained for three of
     * eight epochs, so that no gradient is ever computed through the largest activations.
     */
    static Network airbench(String name, ImageShape input, int classes) {
        Nodes nodes = new Nodes();
        int channels = 2 * input.channels() * 4;
        String last = nodes.add(
                "whiten",
                new Layer.Convolution(input.channels(), channels, 2, 1, 0, false, Start.WHITENING),
                Network.INPUT);
        last = nodes.gelu("whiten_gelu", last);
        int[] widths = {64, 256, 256};
        for (int i = 0; i < widths.length; i++) {
            String prefix = "block" + (i + 1) + ".";
            Layer norm = new Layer.BatchNorm(widths[i], 0.4, false);
            last = nodes.add(prefix + "conv1", identity(channels, widths[i]), last);
            last = nodes.add(prefix + "pool", new Layer.MaxPool(2, 2, 0), last);
            last = nodes.gelu(prefix + "gelu1", nodes.add(prefix + "norm1", norm, last));
            last = nodes.add(prefix + "conv2", identity(widths[i], widths[i]), last);
            last = nodes.gelu(prefix + "gelu2", nodes.add(prefix + "norm2", norm, last));
            channels = widths[i];
        }
        last = nodes.add("pool", new Layer.MaxPool(3, 3, 0), last);
        last = nodes.add("flatten", new Layer.GlobalAveragePool(), last);
        last = nodes.add("head", new Layer.Linear(channels, classes, false), last);
        nodes.add("scale", new Layer.Scale(LOGIT_SCALE), last);
        return new Network(name, input, classes, nodes.list());
    }

    private static Layer identity(int from, int to) {
        return new Layer.Convolution(from, to, 3, 1, 1, false, Start.IDENTITY);
    }
}
