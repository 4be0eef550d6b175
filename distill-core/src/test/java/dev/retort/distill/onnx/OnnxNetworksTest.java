package dev.retort.distill.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.testing.RandomWeights;
import dev.retort.distill.testing.ReferenceNetwork;
import dev.retort.distill.testing.SmallNetworks;
import dev.retort.distill.weights.Weights;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The serving form of every family of networks against the definitions of its layers. */
class OnnxNetworksTest {
    /** Of the greatest logit: fp32 sums of some thousand terms a layer, over up to 50 layers. */
    private static final double RELATIVE_TOLERANCE = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "resnet8, 32, 10",
        "resnet20, 32, 10",
        "resnet18, 16, 100",
        "resnet50, 16, 10",
        "resnet18-imagenet, 64, 5",
        "resnet50-imagenet, 64, 5",
        "cnn5, 32, 10",
        "airbench, 32, 10"
    })
    void agreesWithTheDescription(String name, int size, int classes) throws IOException {
        Network network = Networks.create(name, new ImageShape(3, size, size), classes);
        Weights weights = RandomWeights.of(network, 11);
        float[] pixels = SmallNetworks.randomPixels(network, 13);

        double[] expected = new ReferenceNetwork(network, weights, SmallNetworks.NORMALIZATION).logits(pixels);
        float[] actual;
        try (OnnxModel model = OnnxModel.open(OnnxExport.export(network, weights, SmallNetworks.NORMALIZATION), 1)) {
            actual = model.logits(pixels, 1);
        }

        double greatest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(greatest).isGreaterThan(1e-3);
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]) / greatest).isLessThan(RELATIVE_TOLERANCE);
        }
    }
}
