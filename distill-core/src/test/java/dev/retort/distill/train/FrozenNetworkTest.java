package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.testing.RandomWeights;
import dev.retort.distill.testing.ReferenceNetwork;
import dev.retort.distill.testing.SmallNetworks;
import dev.retort.distill.weights.Weights;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The labelling form of every family of networks against the definitions of its layers. */
class FrozenNetworkTest {
    private static final int IMAGES = 3;

    @ParameterizedTest
    @CsvSource({
        "resnet8, 32, 10, FP32, 1e-5",
        "resnet20, 32, 10, FP32, 1e-5",
        "resnet18, 16, 100, FP32, 1e-5",
        "resnet50, 16, 10, FP32, 1e-5",
        "resnet18-imagenet, 64, 5, FP32, 1e-5",
        "cnn5, 32, 10, FP32, 1e-5",
        "airbench, 32, 10, FP32, 1e-5",
        // bf16 keeps 8 bits of each value, and errors add up over the layers.
        "resnet8, 32, 10, BF16, 0.05",
        "resnet20, 32, 10, BF16, 0.05",
        "airbench, 32, 10, BF16, 0.05"
    })
    void agreesWithTheDescription(String name, int size, int classes, Precision precision, double tolerance) {
        Network network = Networks.create(name, new ImageShape(3, size, size), classes);

        assertAgreement(network, precision, tolerance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FP32", "BF16"})
    void takesEveryLayerAndABatchNormThatCannotBeFolded(Precision precision) {
        double tolerance = precision == Precision.FP32 ? 1e-5 : 0.05;
        assertAgreement(SmallNetworks.everyLayer(), precision, tolerance);
        assertAgreement(SmallNetworks.sharedConvolution(), precision, tolerance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FP32", "BF16"})
    void writesASumOverNothingThatOthersRead(Precision precision) {
        assertAgreement(SmallNetworks.entangledSums(), precision, precision == Precision.FP32 ? 1e-5 : 0.05);
    }

    /** Strides do not say then how images lie, and oneDNN adds in bf16 in channels_last only. */
    @ParameterizedTest
    @ValueSource(strings = {"FP32", "BF16"})
    void addsWhatWasMadeFromOneChannel(Precision precision) {
        assertAgreement(SmallNetworks.oneChannel(), precision, precision == Precision.FP32 ? 1e-5 : 0.05);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet20, 32, FP32, 1e-5",
        "resnet20, 32, BF16, 0.02",
        "resnet50, 16, BF16, 0.02",
        "airbench, 32, BF16, 0.02"
    })
    void answersFusedAsItDoesPlainAndTheSameAgain(String name, int size, Precision precision, double tolerance) {
        assumeThat(FusionSupport.of(precision)).isTrue();
        Network network = Networks.create(name, new ImageShape(3, size, size), 10);
        Weights weights = RandomWeights.of(network, 5);
        byte[] pixels = pixels(network);

        try (FrozenNetwork fused = open(network, weights, precision, true);
                FrozenNetwork plain = open(network, weights, precision, false)) {
            float[] first = fused.logits(pixels, IMAGES);
            float[] expected = plain.logits(pixels, IMAGES);
            assertThat(first).containsExactly(expected, within((float) tolerance * greatest(expected)));
            assertThat(fused.logits(pixels, IMAGES)).containsExactly(first);
        }
        assertThat(pixels).isEqualTo(pixels(network));
    }

    @Test
    void isFusedWhereLibtorchCan() {
        assumeThat(FusionSupport.of(Precision.BF16)).isTrue();
        Network network = Networks.create("resnet20", ImageShape.CIFAR, 10);
        Weights weights = RandomWeights.of(network, 5);

        try (FrozenNetwork open = FrozenNetwork.open(network, weights, SmallNetworks.NORMALIZATION, Precision.BF16, 1);
                FrozenNetwork fused = open(network, weights, Precision.BF16, true);
                FrozenNetwork plain = open(network, weights, Precision.BF16, false)) {
            float[] logits = open.logits(pixels(network), IMAGES);
            assertThat(logits).containsExactly(fused.logits(pixels(network), IMAGES));
            // What the plain form rounds between convolution and sum, the fused one does not.
            assertThat(logits).isNotEqualTo(plain.logits(pixels(network), IMAGES));
        }
    }

    private static FrozenNetwork open(Network network, Weights weights, Precision precision, boolean fuses) {
        return FrozenNetwork.open(network, weights, SmallNetworks.NORMALIZATION, precision, 1, fuses);
    }

    private static byte[] pixels(Network network) {
        byte[] pixels = new byte[IMAGES * network.input().size()];
        new Random(3).nextBytes(pixels);
        return pixels;
    }

    private static float greatest(float[] logits) {
        float greatest = 0;
        for (float logit : logits) {
            greatest = Math.max(greatest, Math.abs(logit));
        }
        return greatest;
    }

    /** @param tolerance of the greatest logit */
    private static void assertAgreement(Network network, Precision precision, double tolerance) {
        Weights weights = RandomWeights.of(network, 5);
        int imageBytes = network.input().size();
        byte[] pixels = pixels(network);

        float[] logits;
        try (FrozenNetwork frozen = FrozenNetwork.open(network, weights, SmallNetworks.NORMALIZATION, precision, 1)) {
            logits = frozen.logits(pixels, IMAGES);
        }

        ReferenceNetwork reference = new ReferenceNetwork(network, weights, SmallNetworks.NORMALIZATION);
        for (int image = 0; image < IMAGES; image++) {
            double[] expected = reference.logits(scaled(pixels, image * imageBytes, imageBytes));
            double greatest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            for (int k = 0; k < expected.length; k++) {
                assertThat((double) logits[image * expected.length + k])
                        .as("logit %d of image %d", k, image)
                        .isCloseTo(expected[k], org.assertj.core.data.Offset.offset(tolerance * greatest));
            }
        }
    }

    private static float[] scaled(byte[] pixels, int from, int length) {
        float[] scaled = new float[length];
        for (int i = 0; i < length; i++) {
            scaled[i] = Byte.toUnsignedInt(pixels[from + i]) / 255f;
        }
        return scaled;
    }
}
