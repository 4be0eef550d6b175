package dev.retort.distill.network;

import java.util.List;

/**
 * Residual networks (He et al. 2016), post-activation, with a 1 × 1 convolution where a shortcut changes shape.
 *
 * @param widths channels of each stage, before expansion
 * @param blocks how many blocks each stage has
 */
record ResNets(Block block, Stem stem, List<Integer> widths, List<Integer> blocks) {

    /** Two 3 × 3 convolutions, or 1 × 1, 3 × 3, 1 × 1 that widens fourfold. */
    enum Block {
        BASIC,
        BOTTLENECK
    }

    /** 3 × 3 at full resolution, or 7 × 7 with stride 2 and a max pool. They differ in names, too, as their sources do. */
    enum Stem {
        CIFAR,
        IMAGENET
    }

    /** The CIFAR family of 6n + 2 layers: three stages of 16, 32 and 64 channels. */
    static ResNets cifar(int depth) {
        int n = (depth - 2) / 6;
        return new ResNets(Block.BASIC, Stem.CIFAR, List.of(16, 32, 64), List.of(n, n, n));
    }

    /** The four-stage networks of 64 to 512 channels. */
    static ResNets wide(Block block, Stem stem, Integer... blocks) {
        return new ResNets(block, stem, List.of(64, 128, 256, 512), List.of(blocks));
    }

    Network create(String name, ImageShape input, int classes) {
        Nodes nodes = new Nodes();
        String last = stem(nodes, input.channels());
        int channels = widths.getFirst();
        for (int stage = 0; stage < widths.size(); stage++) {
            for (int i = 0; i < blocks.get(stage); i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                String prefix = "layer%d.%d.".formatted(stage + 1, i);
                last = block(nodes, prefix, last, channels, widths.get(stage), stride);
                channels = widths.get(stage) * expansion();
            }
        }
        last = nodes.add("avgpool", new Layer.GlobalAveragePool(), last);
        String head = stem == Stem.CIFAR ? "linear" : "fc";
        nodes.add(head, new Layer.Linear(channels, classes, true), last);
        return new Network(name, input, classes, nodes.list());
    }

    private String stem(Nodes nodes, int inputChannels) {
        int width = widths.getFirst();
        String last = stem == Stem.CIFAR
                ? nodes.convolution("conv1", Network.INPUT, inputChannels, width, 3, 1, 1)
                : nodes.convolution("conv1", Network.INPUT, inputChannels, width, 7, 2, 3);
        last = nodes.relu("relu", nodes.batchNorm("bn1", last, width));
        return stem == Stem.CIFAR ? last : nodes.add("maxpool", new Layer.MaxPool(3, 2, 1), last);
    }

    private String block(Nodes nodes, String prefix, String input, int from, int width, int stride) {
        String main = block == Block.BASIC
                ? basic(nodes, prefix, input, from, width, stride)
                : bottleneck(nodes, prefix, input, from, width, stride);
        String shortcut = shortcut(nodes, prefix, input, from, width * expansion(), stride);
        return nodes.relu(prefix + "relu", nodes.add(prefix + "add", new Layer.Add(), main, shortcut));
    }

    private static String basic(Nodes nodes, String prefix, String input, int from, int width, int stride) {
        String last = nodes.convolution(prefix + "conv1", input, from, width, 3, stride, 1);
        last = nodes.relu(prefix + "relu1", nodes.batchNorm(prefix + "bn1", last, width));
        last = nodes.convolution(prefix + "conv2", last, width, width, 3, 1, 1);
        return nodes.batchNorm(prefix + "bn2", last, width);
    }

    private static String bottleneck(Nodes nodes, String prefix, String input, int from, int width, int stride) {
        String last = nodes.convolution(prefix + "conv1", input, from, width, 1, 1, 0);
        last = nodes.relu(prefix + "relu1", nodes.batchNorm(prefix + "bn1", last, width));
        last = nodes.convolution(prefix + "conv2", last, width, width, 3, stride, 1);
        last = nodes.relu(prefix + "relu2", nodes.batchNorm(prefix + "bn2", last, width));
        last = nodes.convolution(prefix + "conv3", last, width, 4 * width, 1, 1, 0);
        return nodes.batchNorm(prefix + "bn3", last, 4 * width);
    }

    private String shortcut(Nodes nodes, String prefix, String input, int from, int to, int stride) {
        if (stride == 1 && from == to) {
            return input;
        }
        String name = prefix + (stem == Stem.CIFAR ? "shortcut." : "downsample.");
        String last = nodes.convolution(name + "0", input, from, to, 1, stride, 0);
        return nodes.batchNorm(name + "1", last, to);
    }

    private int expansion() {
        return block == Block.BASIC ? 1 : 4;
    }
}
