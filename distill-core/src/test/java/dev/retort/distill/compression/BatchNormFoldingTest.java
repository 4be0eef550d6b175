package dev.retort.distill.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.testing.RandomWeights;
import dev.retort.distill.testing.ReferenceNetwork;
import dev.retort.distill.testing.SmallNetworks;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.WeightedNetwork;
import dev.retort.distill.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchNormFoldingTest {
    private static List<String> batchNorms(Network network) {
        return network.nodes().stream()
                .filter(node -> node.layer() instanceof Layer.BatchNorm)
                .map(Node::name)
                .toList();
    }

    @Test
    void computesTheSameLogitsWithoutTheBatchNormsItFolded() {
        Network network = SmallNetworks.everyLayer();
        Weights weights = RandomWeights.of(network, 7);

        WeightedNetwork folded = BatchNormFolding.fold(network, weights);

        float[] pixels = SmallNetworks.randomPixels(network, 3);
        double[] expected = new ReferenceNetwork(network, weights, SmallNetworks.NORMALIZATION).logits(pixels);
        double[] actual =
                new ReferenceNetwork(folded.network(), folded.weights(), SmallNetworks.NORMALIZATION).logits(pixels);
        assertThat(actual).containsExactly(expected, within(1e-5));
        assertThat(batchNorms(folded.network())).containsExactly("pool.bn");
        assertThat(folded.weights().tensors()).doesNotContainKeys("bn1.weight", "bn1.running_var", "hidden.bn.bias");
        assertThat(folded.weights().tensors()).containsKeys("conv1.bias", "hidden.bias", "pool.bn.running_mean");
    }

    @Test
    void leavesABatchNormWhoseConvolutionOthersReadToo() {
        Network network = SmallNetworks.sharedConvolution();
        Weights weights = RandomWeights.of(network, 1);

        WeightedNetwork folded = BatchNormFolding.fold(network, weights);

        assertThat(folded).isEqualTo(new WeightedNetwork(network, weights));
    }

    @Test
    void doesNotTouchTheWeightsItWasGiven() {
        Network network = SmallNetworks.everyLayer();
        Weights weights = RandomWeights.of(network, 7);

        BatchNormFolding.fold(network, weights);

        assertThat(weights).isEqualTo(RandomWeights.of(network, 7));
    }

    @Test
    void namesTheTensorThatIsMissing() {
        Network network = SmallNetworks.everyLayer();
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(RandomWeights.of(network, 7).tensors());
        tensors.remove("block.bn.running_var");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchNormFolding.fold(network, new Weights(tensors)))
                .withMessageContaining("block.bn.running_var");
    }
}
