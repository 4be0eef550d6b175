package dev.retort.distill.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.compression.BatchNormFolding;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.testing.RandomWeights;
import dev.retort.distill.weights.WeightedNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenScriptTest {
    @Test
    void fusesEveryConvolutionOfAResNetButItsProjections() {
        List<String> lines = lines("resnet8", true);

        assertThat(lines)
                .filteredOn(line -> line.contains("_convolution_pointwise("))
                .hasSize(4);
        assertThat(lines)
                .filteredOn(line -> line.contains("_convolution_pointwise_("))
                .hasSize(3);
        assertThat(lines).filteredOn(line -> line.contains("torch.conv2d(")).hasSize(2);
        assertThat(lines).noneMatch(line -> line.contains("torch.relu") || line.contains("torch.add"));
    }

    @Test
    void fusesWhereAirbenchDoesNotPoolBeforeItsActivation() {
        List<String> lines = lines("airbench", true);

        assertThat(lines)
                .filteredOn(line -> line.contains("_convolution_pointwise("))
                .hasSize(4);
        assertThat(lines).filteredOn(line -> line.contains("torch.conv2d(")).hasSize(3);
        assertThat(lines).filteredOn(line -> line.contains("torch.gelu(")).hasSize(3);
    }

    @Test
    void leavesOneDnnsOperatorsOutWhereTheyAreNotWanted() {
        List<String> lines = lines("resnet8", false);

        assertThat(lines).noneMatch(line -> line.contains("ops.mkldnn"));
        assertThat(lines).filteredOn(line -> line.contains("torch.conv2d(")).hasSize(9);
    }

    private static List<String> lines(String name, boolean fuses) {
        Network network = Networks.create(name, ImageShape.CIFAR, 10);
        WeightedNetwork folded = BatchNormFolding.fold(network, RandomWeights.of(network, 5));
        return new FrozenScript(folded, Precision.BF16, fuses).source().lines().toList();
    }
}
