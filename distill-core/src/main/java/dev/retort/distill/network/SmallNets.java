package dev.retort.distill.network;

/** Networks without shortcuts. */
final class SmallNets {
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
     * A net in the manner of Jordan's airbench94 (2024): a 2 × 2 first convolution with bias, three blocks of two
     * convolutions with GELU and max pooling, logits times 1/9. Its whitening initialisation and frozen scales are not
     * part of the description.
     */
    static Network airbench(String name, ImageShape input, int classes) {
        Nodes nodes = new Nodes();
        int channels = 2 * input.channels() * 4;
        String last =
                nodes.add("whiten", new Layer.Convolution(input.channels(), channels, 2, 1, 0, true), Network.INPUT);
        last = nodes.gelu("whiten_gelu", last);
        int[] widths = {64, 256, 256};
        for (int i = 0; i < widths.length; i++) {
            String prefix = "block" + (i + 1) + ".";
            last = nodes.convolution(prefix + "conv1", last, channels, widths[i], 3, 1, 1);
            last = nodes.add(prefix + "pool", new Layer.MaxPool(2, 2, 0), last);
            last = nodes.gelu(prefix + "gelu1", nodes.batchNorm(prefix + "norm1", last, widths[i]));
            last = nodes.convolution(prefix + "conv2", last, widths[i], widths[i], 3, 1, 1);
            last = nodes.gelu(prefix + "gelu2", nodes.batchNorm(prefix + "norm2", last, widths[i]));
            channels = widths[i];
        }
        last = nodes.add("pool", new Layer.MaxPool(3, 3, 0), last);
        last = nodes.add("flatten", new Layer.GlobalAveragePool(), last);
        last = nodes.add("head", new Layer.Linear(channels, classes, false), last);
        nodes.add("scale", new Layer.Scale(1.0 / 9), last);
        return new Network(name, input, classes, nodes.list());
    }
}
