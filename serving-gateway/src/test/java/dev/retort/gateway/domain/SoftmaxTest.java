package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.gateway.domain.Softmax.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoftmaxTest {
    private static final List<String> CLASSES = List.of("disc", "ring", "star");

    @Test
    void ranksByProbability() {
        List<Prediction> top = Softmax.top(new float[] {0f, (float) Math.log(3), (float) Math.log(2)}, CLASSES, 3, 1);

        assertThat(top).extracting(Prediction::label).containsExactly("ring", "star", "disc");
        assertThat(top.get(0).probability()).isCloseTo(3 / 6.0, within(1e-6));
        assertThat(top.get(1).probability()).isCloseTo(2 / 6.0, within(1e-6));
        assertThat(top.get(2).probability()).isCloseTo(1 / 6.0, within(1e-6));
    }

    @Test
    void staysFiniteForLogitsWhoseExponentialIsNot() {
        List<Prediction> top = Softmax.top(new float[] {1e30f, -1e30f, 1e30f}, CLASSES, 3, 1);

        assertThat(top).extracting(Prediction::probability).containsExactly(0.5, 0.5, 0.0);
        assertThat(top.getFirst().label()).as("the earlier of equals").isEqualTo("disc");
    }

    @Test
    void givesAsManyAsThereAreWhenAskedForMore() {
        assertThat(Softmax.top(new float[] {1, 2, 3}, CLASSES, 2, 1)).hasSize(2);
        assertThat(Softmax.top(new float[] {1, 2, 3}, CLASSES, Integer.MAX_VALUE, 1))
                .hasSize(3);
    }

    @Test
    void softensByTheTemperatureAndKeepsTheOrder() {
        List<Prediction> top =
                Softmax.top(new float[] {0f, 2 * (float) Math.log(3), 2 * (float) Math.log(2)}, CLASSES, 3, 2);

        assertThat(top)
                .extracting(Prediction::probability)
                .satisfiesExactly(
                        first -> assertThat(first).isCloseTo(1 / 2d, within(1e-6)),
                        second -> assertThat(second).isCloseTo(1 / 3d, within(1e-6)),
                        third -> assertThat(third).isCloseTo(1 / 6d, within(1e-6)));
    }
}
