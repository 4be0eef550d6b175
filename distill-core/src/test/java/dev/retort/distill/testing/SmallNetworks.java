package dev.retort.distill.testing;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Layer.Activation.Function;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.network.Normalization;
import java.util.List;
import java.util.Random;

/** Networks with every kind of layer, and every neighbourhood of a batch norm, in few nodes. */
public final class SmallNetworks {
    public static final Normalization NORMALIZATION =
            new Normalization(List.of(0.49, 0.48, 0.44), List.of(0.25, 0.24, 0.26));

    private SmallNetworks() {}

    /** A strided stem, a residual block, a pooled GELU block, a batch norm over features, scaled logits. */
    public static Network everyLayer() {
        return new Network(
                "every-layer",
                new ImageShape(3, 9, 7),
                4,
                List.of(
                        node("conv1", new Layer.Convolution(3, 6, 3, 2, 1, false), Network.INPUT),
                        node("bn1", new Layer.BatchNorm(6), "conv1"),
                        node("relu1", new Layer.Activation(Function.RELU), "bn1"),
                        node("block.conv", new Layer.Convolution(6, 6, 3, 1, 1, true), "relu1"),
                        node("block.bn", new Layer.BatchNorm(6), "block.conv"),
                        node("block.add", new Layer.Add(), "block.bn", "relu1"),
                        node("pool", new Layer.MaxPool(3, 2, 1), "block.add"),
                        node("pool.bn", new Layer.BatchNorm(6), "pool"),
                        node("gelu", new Layer.Activation(Function.GELU), "pool.bn"),
                        node("conv2", new Layer.Convolution(6, 5, 1, 1, 0, true), "gelu"),
                        node("average", new Layer.GlobalAveragePool(), "conv2"),
                        node("hidden", new Layer.Linear(5, 8, false), "average"),
                        node("hidden.bn", new Layer.BatchNorm(8), "hidden"),
                        node("fc", new Layer.Linear(8, 4, true), "hidden.bn"),
                        node("scale", new Layer.Scale(1.0 / 9), "fc")));
    }

    /** The convolution is read by the batch norm and by the sum: folding would change the sum. */
    public static Network sharedConvolution() {
        return new Network(
                "shared-convolution",
                new ImageShape(3, 5, 5),
                2,
                List.of(
                        node("conv", new Layer.Convolution(3, 2, 3, 1, 1, false), Network.INPUT),
                        node("bn", new Layer.BatchNorm(2), "conv"),
                        node("add", new Layer.Add(), "bn", "conv"),
                        node("average", new Layer.GlobalAveragePool(), "add")));
    }

    /**
     * The sum of {@code left} and the sum of {@code right} could each be written over {@code stem}, which both read; and
     * {@code late} is read long after it is known.
     */
    public static Network entangledSums() {
        return new Network(
                "entangled-sums",
                new ImageShape(3, 6, 6),
                4,
                List.of(
                        node("conv", new Layer.Convolution(3, 4, 3, 1, 1, true), Network.INPUT),
                        node("stem", new Layer.Activation(Function.RELU), "conv"),
                        node("late", new Layer.Convolution(4, 4, 1, 1, 0, true), "stem"),
                        node("left.conv", new Layer.Convolution(4, 4, 3, 1, 1, true), "stem"),
                        node("left", new Layer.Activation(Function.RELU), "left.conv"),
                        node("left.conv2", new Layer.Convolution(4, 4, 3, 1, 1, true), "left"),
                        node("left.add", new Layer.Add(), "left.conv2", "stem"),
                        node("left.sum", new Layer.Activation(Function.RELU), "left.add"),
                        node("right.add", new Layer.Add(), "late", "left.sum"),
                        node("right.sum", new Layer.Activation(Function.RELU), "right.add"),
                        node("average", new Layer.GlobalAveragePool(), "right.sum")));
    }

    /** A residual block of 1 × 1 convolutions that read one channel. */
    public static Network oneChannel() {
        return new Network(
                "one-channel",
                new ImageShape(3, 6, 6),
                2,
                List.of(
                        node("conv", new Layer.Convolution(3, 1, 1, 1, 0, true), Network.INPUT),
                        node("stem", new Layer.Activation(Function.RELU), "conv"),
                        node("wide", new Layer.Convolution(1, 2, 1, 1, 0, true), "stem"),
                        node("shortcut", new Layer.Convolution(1, 2, 1, 1, 0, true), "stem"),
                        node("add", new Layer.Add(), "wide", "shortcut"),
                        node("sum", new Layer.Activation(Function.RELU), "add"),
                        node("average", new Layer.GlobalAveragePool(), "sum")));
    }

    private static Node node(String name, Layer layer, String... inputs) {
        return new Node(name, layer, List.of(inputs));
    }

    /** One image, float [channels, height, width] in [0, 1). */
    public static float[] randomPixels(Network network, long seed) {
        Random random = new Random(seed);
        float[] pixels = new float[network.input().size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        return pixels;
    }
}
