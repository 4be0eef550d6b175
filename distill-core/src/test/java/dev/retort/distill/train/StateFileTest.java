package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.StateTensors;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is another network's state, though all that is asked for is in it. */
class StateFileTest {
    private static final Network SMALL = Networks.create("resnet8", ImageShape.CIFAR, 10);
    private static final Network LARGE = Networks.create("resnet20", ImageShape.CIFAR, 10);
    private static final Weights OWN = Initialization.kaiming(SMALL, 1);

    @Test
    void refusesTheStateOfALargerNetworkOfTheFamily() {
        Weights larger = Initialization.kaiming(LARGE, 1);
        byte[] file = TrainingState.fresh(LARGE, larger).toSafetensors(LARGE);

        assertThat(larger.of(SMALL).tensors())
                .as("all that it needs")
                .hasSize(OWN.tensors().size());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StateTensors.served(SMALL, larger))
                .withMessageContaining("not of network resnet8: it holds what that has not: layer1.1.conv1.weight and");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainingState.fromSafetensors(SMALL, file))
                .withMessageContaining("layer1.1.conv1.weight");
    }

    @Test
    void namesWhatTheStateOfASmallerOneLacks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StateTensors.served(LARGE, OWN))
                .withMessageContaining("not of network resnet20: it lacks layer1.1.conv1.weight and");
    }

    @Test
    void takesWhatOptimizersRememberOfItsOwnTensorsAndOfNoOthers() {
        Tensor any = OWN.get("conv1.weight");

        assertThat(StateTensors.served(SMALL, with("momentum.conv1.weight", any)))
                .isEqualTo(OWN);
        assertThat(StateTensors.served(SMALL, with("raw.bn1.running_mean", any)))
                .isEqualTo(OWN);
        assertThat(StateTensors.served(SMALL, with("updates", any))).isEqualTo(OWN);
        assertThat(StateTensors.served(SMALL, with("exp_avg_sq.bn1.weight", any)))
                .isEqualTo(OWN);
        for (String name : new String[] {"momentum.layer1.1.conv1.weight", "momentum", "luck.conv1.weight"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StateTensors.served(SMALL, with(name, any)))
                    .withMessageEndingWith("it holds what that has not: " + name);
        }
    }

    private static Weights with(String name, Tensor tensor) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(OWN.tensors());
        tensors.put(name, tensor);
        return new Weights(tensors);
    }
}
