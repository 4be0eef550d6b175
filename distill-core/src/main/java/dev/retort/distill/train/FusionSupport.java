package dev.retort.distill.train;

import ai.djl.engine.EngineException;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Layer.Activation.Function;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.Initialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Whether libtorch can compute a convolution together with what follows it. Its operators for that are oneDNN's: not every
 * build has them, and they want certain instructions for bf16. So a small network is tried in both forms.
 */
final class FusionSupport {
    private static final Map<Precision, Boolean> KNOWN = new ConcurrentHashMap<>();

    private static final int CHANNELS = 16;
    private static final int IMAGES = 2;
    /** Of the greatest logit; bf16 keeps 8 bits of a value. */
    private static final double TOLERANCE = 0.05;

    /** Each operator that the fused form calls, with and without strides, bias and neighbours. */
    private static final Network NETWORK = new Network(
            "fusion",
            new ImageShape(3, 8, 8),
            CHANNELS,
            List.of(
                    convolution("conv1", 3, Network.INPUT),
                    activation("relu1", Function.RELU, "conv1"),
                    halving("conv2", false, "relu1"),
                    activation("gelu", Function.GELU, "conv2"),
                    halving("shortcut", true, "relu1"),
                    convolution("conv3", CHANNELS, "gelu"),
                    new Node("add", new Layer.Add(), List.of("conv3", "shortcut")),
                    activation("relu3", Function.RELU, "add"),
                    new Node("average", new Layer.GlobalAveragePool(), List.of("relu3"))));

    private FusionSupport() {}

    /** Tried once in this process. */
    static boolean of(Precision precision) {
        return !TorchThread.device().isGpu() && KNOWN.computeIfAbsent(precision, FusionSupport::isRight);
    }

    private static boolean isRight(Precision precision) {
        float[] plain = logits(precision, false);
        return answers(() -> logits(precision, true), plain);
    }

    /** Whether the fused form runs, and answers what the plain one does. */
    static boolean answers(Supplier<float[]> fused, float[] plain) {
        try {
            return agree(fused.get(), plain);
        } catch (EngineException | UnreadableScriptException _) {
            // This libtorch has no such operator, or not in this precision.
            return false;
        }
    }

    private static float[] logits(Precision precision, boolean fuses) {
        byte[] pixels = new byte[IMAGES * NETWORK.input().size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * i);
        }
        Normalization normalization = new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
        try (FrozenNetwork network =
                FrozenNetwork.open(NETWORK, Initialization.kaiming(NETWORK, 1), normalization, precision, 1, fuses)) {
            return network.logits(pixels, IMAGES);
        }
    }

    private static boolean agree(float[] logits, float[] expected) {
        float greatest = 0;
        float difference = 0;
        for (int i = 0; i < expected.length; i++) {
            greatest = Math.max(greatest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(logits[i] - expected[i]));
        }
        return difference <= TOLERANCE * greatest;
    }

    private static Node convolution(String name, int channels, String input) {
        return new Node(name, new Layer.Convolution(channels, CHANNELS, 3, 1, 1, true), List.of(input));
    }

    private static Node halving(String name, boolean bias, String input) {
        return new Node(name, new Layer.Convolution(CHANNELS, CHANNELS, 1, 2, 0, bias), List.of(input));
    }

    private static Node activation(String name, Function function, String input) {
        return new Node(name, new Layer.Activation(function), List.of(input));
    }
}
