package dev.retort.distill.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerTransferTest {
    private static final Network STUDENT = Networks.create("resnet8", ImageShape.CIFAR, 10);
    private static final Weights OWN = Initialization.kaiming(STUDENT, 1);

    @Test
    void takesEveryLayerOfADeeperNetworkOfTheSameFamily() {
        Weights teacher = Initialization.kaiming(Networks.create("resnet20", ImageShape.CIFAR, 10), 2);

        LayerTransfer transfer = LayerTransfer.of(STUDENT, OWN, teacher);

        assertThat(transfer.kept()).isEmpty();
        assertThat(transfer.taken()).contains("conv1", "bn1", "layer1.0.conv1", "layer3.0.shortcut.0", "linear");
        assertThat(transfer.weights()).isEqualTo(teacher.of(STUDENT));
    }

    @Test
    void keepsWhatHasAnotherShape() {
        Weights teacher = Initialization.kaiming(Networks.create("resnet20", ImageShape.CIFAR, 7), 2);

        LayerTransfer transfer = LayerTransfer.of(STUDENT, OWN, teacher);

        assertThat(transfer.kept()).containsExactly("linear");
        assertThat(transfer.weights().get("linear.weight")).isEqualTo(OWN.get("linear.weight"));
        assertThat(transfer.weights().get("linear.bias")).isEqualTo(OWN.get("linear.bias"));
        assertThat(transfer.weights().get("conv1.weight")).isEqualTo(teacher.get("conv1.weight"));
    }

    @Test
    void takesNoBatchNormWithoutTheLayerThatFeedsIt() {
        Map<String, Tensor> changed =
                new LinkedHashMap<>(Initialization.kaiming(STUDENT, 2).tensors());
        changed.put("conv1.weight", new Tensor(new long[] {16, 3, 1, 1}, new float[48]));

        LayerTransfer transfer = LayerTransfer.of(STUDENT, OWN, new Weights(changed));

        assertThat(transfer.kept()).containsExactly("conv1", "bn1");
    }

    @Test
    void takesNothingFromANetworkOfAnotherFamily() {
        Weights teacher = Initialization.kaiming(Networks.create("cnn5", ImageShape.CIFAR, 10), 2);

        LayerTransfer transfer = LayerTransfer.of(STUDENT, OWN, teacher);

        assertThat(transfer.taken()).isEmpty();
        assertThat(transfer.weights()).isEqualTo(OWN);
    }

    @Test
    void namesWhatDoesNotFitWhereAllMust() {
        Weights other = Initialization.kaiming(Networks.create("resnet8", ImageShape.CIFAR, 7), 2);

        assertThatThrownBy(() -> other.of(STUDENT))
                .hasMessage("linear.weight is Tensor[7, 64], network resnet8 needs shape [10, 64]");
        assertThatThrownBy(() -> Initialization.kaiming(Networks.create("cnn5", ImageShape.CIFAR, 10), 2)
                        .of(STUDENT))
                .hasMessageContaining("conv1.weight is");
    }
}
