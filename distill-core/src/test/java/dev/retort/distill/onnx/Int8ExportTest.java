package dev.retort.distill.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.MemoryImages;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Node;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.score.NonFiniteLogitException;
import dev.retort.distill.testing.RandomWeights;
import dev.retort.distill.testing.SmallNetworks;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Int8ExportTest {
    private static final int IMAGES = 24;

    private static ImageSet images(ImageShape shape) {
        return MemoryImages.of(
                shape, new int[IMAGES], (index, target) -> new Random(index).nextBytes(target), LoadProgress.NONE);
    }

    private static byte[] int8(Network network, Weights weights) throws IOException {
        ImageSet images = images(network.input());
        return Int8Export.export(
                network,
                weights,
                SmallNetworks.NORMALIZATION,
                images,
                IntStream.range(0, IMAGES / 2).toArray(),
                1);
    }

    /** To the images that it was not calibrated on. */
    private static float[] logits(byte[] onnx, Network network) throws IOException {
        ImageSet images = images(network.input());
        byte[] pixels = new byte[IMAGES / 2 * network.input().size()];
        for (int i = 0; i < IMAGES / 2; i++) {
            images.copyPixels(IMAGES / 2 + i, pixels, i * network.input().size());
        }
        try (OnnxModel model = OnnxModel.open(onnx, 1)) {
            return model.logits(pixels, IMAGES / 2);
        }
    }

    /** Weights of noise are the hardest case: no class stands out, and each layer's error goes on to the next. */
    @ParameterizedTest
    @CsvSource({
        "resnet8, 32, 0.1",
        "resnet20, 32, 0.1",
        "resnet18, 16, 0.1",
        "resnet50, 16, 0.1",
        "cnn5, 32, 0.1",
        "airbench, 32, 0.1"
    })
    void answersNearlyAsTheFp32Form(String name, int size, double share) throws IOException {
        Network network = Networks.create(name, new ImageShape(3, size, size), 10);
        Weights weights = RandomWeights.of(network, 11);

        float[] expected = logits(OnnxExport.export(network, weights, SmallNetworks.NORMALIZATION), network);
        float[] actual = logits(int8(network, weights), network);

        double error = 0;
        double power = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(actual[i] - expected[i], 2);
            power += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(error / power)).isPositive().isLessThan(share);
    }

    /** One 1 × 1 convolution of two black and white pixels: every number below is computed by hand. */
    @Test
    void computesWhatItsNumbersSay() throws IOException {
        Network network = new Network(
                "by-hand",
                new ImageShape(1, 1, 2),
                1,
                List.of(
                        new Node("conv", new Layer.Convolution(1, 1, 1, 1, 0, true), List.of(Network.INPUT)),
                        new Node("average", new Layer.GlobalAveragePool(), List.of("conv"))));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("conv.weight", new Tensor(new long[] {1, 1, 1, 1}, new float[] {1.27f}));
        tensors.put("conv.bias", new Tensor(new long[] {1}, new float[] {0.2f}));
        ImageSet images =
                MemoryImages.of(network.input(), new int[1], (index, target) -> target[1] = -1, LoadProgress.NONE);
        Normalization normalization = new Normalization(List.of(0.0), List.of(0.5));
        byte[] onnx = Int8Export.export(network, new Weights(tensors), normalization, images, new int[] {0}, 1);

        try (OnnxModel model = OnnxModel.open(onnx, 1)) {
            // Pixels 0 and 0.3 are 0 and 0.6 after normalisation, in steps of 2 / 255 that is 0 and 76 or 77 (76.5).
            double quantized = 2 / 255.0 * 76;
            double bias = 2550 * (2 / 255.0 * 0.01);
            assertThat((double) model.logits(new float[] {0, 0.3f}, 1)[0])
                    .isCloseTo(1.27 * quantized / 2 + bias, within(0.01 * 1.27));
            assertThat((double) model.logits(new float[] {1, 1}, 1)[0]).isCloseTo(1.27 * 2 + bias, within(1e-5));
        }
    }

    @Test
    void readsEightBitNumbersInEveryConvolutionAndSum() throws Exception {
        Network network = Networks.create("resnet20", new ImageShape(3, 32, 32), 10);
        ModelProto model = ModelProto.parseFrom(int8(network, RandomWeights.of(network, 11)));
        List<String> dequantized = model.getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("DequantizeLinear"))
                .map(node -> node.getOutput(0))
                .toList();

        List<NodeProto> eightBit = model.getGraph().getNodeList().stream()
                .filter(node -> List.of("Conv", "Add").contains(node.getOpType()))
                .toList();
        assertThat(eightBit)
                .hasSizeGreaterThan(25)
                .allSatisfy(node -> assertThat(dequantized).containsAll(node.getInputList()));
        assertThat(model.getMetadataPropsList())
                .anyMatch(property -> property.getValue().equals("int8"));
    }

    @Test
    void isAQuarterOfTheSize() throws IOException {
        Network network = Networks.create("resnet20", new ImageShape(3, 32, 32), 10);
        Weights weights = RandomWeights.of(network, 11);

        assertThat(int8(network, weights).length)
                .isLessThan(OnnxExport.export(network, weights, SmallNetworks.NORMALIZATION).length / 3);
    }

    @Test
    void givesTheSameBytesForTheSameWeightsAndImages() throws IOException {
        Network network = SmallNetworks.everyLayer();
        Weights weights = RandomWeights.of(network, 5);

        assertThat(int8(network, weights)).isEqualTo(int8(network, weights));
    }

    @Test
    void needsAnImageAndFiniteActivations() {
        Network network = Networks.create("resnet8", new ImageShape(3, 32, 32), 10);
        Weights weights = RandomWeights.of(network, 5);
        ImageSet images = images(network.input());
        Map<String, Tensor> broken = new LinkedHashMap<>(weights.tensors());
        for (String name : List.of("conv1.weight", "layer1.0.conv1.weight")) {
            broken.computeIfPresent(name, (key, tensor) -> {
                float[] huge = new float[tensor.values().length];
                Arrays.fill(huge, 1e25f);
                return new Tensor(tensor.shape(), huge);
            });
        }

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Int8Export.export(network, weights, SmallNetworks.NORMALIZATION, images, new int[0], 1));
        assertThatExceptionOfType(NonFiniteLogitException.class)
                .isThrownBy(() -> Int8Export.export(
                        network, new Weights(broken), SmallNetworks.NORMALIZATION, images, new int[] {0}, 1))
                .withMessageContaining("activation");
    }
}
