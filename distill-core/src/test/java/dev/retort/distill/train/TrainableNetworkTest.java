package dev.retort.distill.train;

import static dev.retort.distill.train.SmallTrainings.DISTILLATION;
import static dev.retort.distill.train.SmallTrainings.NETWORK;
import static dev.retort.distill.train.SmallTrainings.SHAPE;
import static dev.retort.distill.train.SmallTrainings.USUAL;
import static dev.retort.distill.train.SmallTrainings.batch;
import static dev.retort.distill.train.SmallTrainings.fresh;
import static dev.retort.distill.train.SmallTrainings.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.weights.Weights;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainableNetworkTest {
    @Test
    void movesEveryParameterAndStatistic() {
        TrainingState before = fresh(NETWORK);
        try (TrainableNetwork net = open(NETWORK, Precision.FP32, USUAL, DISTILLATION, before)) {
            net.step(batch(NETWORK, 16, 1), 0.1);

            Weights after = net.state().toWeights(NETWORK);

            before.toWeights(NETWORK)
                    .tensors()
                    .forEach((name, tensor) ->
                            assertThat(after.get(name)).as(name).isNotEqualTo(tensor));
        }
    }

    @Test
    void leavesConstantsAsTheyAre() {
        Network network = Networks.create("airbench", ImageShape.CIFAR, 10);
        TrainingState before = fresh(network);
        try (TrainableNetwork net = open(network, Precision.FP32, USUAL, DISTILLATION, before)) {
            net.step(batch(network, 16, 1), 0.1);

            Weights after = net.state().toWeights(network);

            before.toWeights(network).tensors().forEach((name, tensor) -> {
                boolean constant = name.equals("whiten.weight") || (name.contains("norm") && name.endsWith(".weight"));
                assertThat(after.get(name).equals(tensor)).as(name).isEqualTo(constant);
            });
        }
    }

    @Test
    void overfitsOneBatch() {
        TrainingBatch batch = batch(NETWORK, 32, 7);
        try (TrainableNetwork net =
                open(NETWORK, Precision.FP32, USUAL, TrainingSettings.HARD_LABELS, fresh(NETWORK))) {
            StepResult result = net.step(batch, 0.05);
            for (int step = 0; step < 60; step++) {
                result = net.step(batch, 0.05);
            }

            assertThat(result.correct()).isEqualTo(32);
            assertThat(result.loss()).isLessThan(0.2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"BF16", "FP32"})
    void goesOnFromACheckpointBitForBit(Precision precision) {
        TrainingState undisturbed;
        byte[] half;
        try (TrainableNetwork net = open(NETWORK, precision, USUAL, DISTILLATION, fresh(NETWORK))) {
            steps(net, 0, 5);
            half = net.state().toSafetensors(NETWORK);
            steps(net, 5, 10);
            undisturbed = net.state();
        }

        TrainingState resumed;
        TrainingState restored = TrainingState.fromSafetensors(NETWORK, half);
        try (TrainableNetwork net = open(NETWORK, precision, USUAL, DISTILLATION, restored)) {
            steps(net, 5, 10);
            resumed = net.state();
        }

        assertThat(resumed).isEqualTo(undisturbed);
    }

    private static void steps(TrainableNetwork net, int from, int to) {
        for (int step = from; step < to; step++) {
            net.step(batch(NETWORK, 16, step), 0.05);
        }
    }

    @Test
    void isUntouchedByAStepThatItRefuses() {
        try (TrainableNetwork net = open(NETWORK, Precision.FP32, USUAL, DISTILLATION, fresh(NETWORK))) {
            net.step(batch(NETWORK, 4, 1), 0.05);
            TrainingState before = net.state();

            assertThatThrownBy(() -> net.step(poisoned(batch(NETWORK, 4, 2)), 0.1))
                    .isInstanceOf(NonFiniteLossException.class);

            assertThat(net.state()).isEqualTo(before);
        }
    }

    @Test
    void goesOnAfterARefusedStepAsIfItHadNotBeen() {
        TrainingState undisturbed;
        try (TrainableNetwork net = open(NETWORK, Precision.FP32, USUAL, DISTILLATION, fresh(NETWORK))) {
            steps(net, 0, 2);
            undisturbed = net.state();
        }
        try (TrainableNetwork net = open(NETWORK, Precision.FP32, USUAL, DISTILLATION, fresh(NETWORK))) {
            steps(net, 0, 1);
            assertThatThrownBy(() -> net.step(poisoned(batch(NETWORK, 16, 9)), 0.1))
                    .isInstanceOf(NonFiniteLossException.class);
            steps(net, 1, 2);

            assertThat(net.state()).isEqualTo(undisturbed);
        }
    }

    private static TrainingBatch poisoned(TrainingBatch batch) {
        short[] logits = Objects.requireNonNull(batch.teacherLogits()).clone();
        logits[3] = Float.floatToFloat16(Float.NaN);
        return new TrainingBatch(batch.pixels(), batch.hardLabels(), logits);
    }

    @Test
    void answersAnImageAlikeWhateverItsCompany() {
        byte[] pixels = batch(NETWORK, 8, 11).pixels();
        try (TrainableNetwork net = open(NETWORK, Precision.FP32, USUAL, DISTILLATION, fresh(NETWORK))) {
            float[] together = net.logits(pixels, 8);
            byte[] third = Arrays.copyOfRange(pixels, 2 * SHAPE.size(), 3 * SHAPE.size());

            float[] alone = net.logits(third, 1);

            for (int c = 0; c < 10; c++) {
                assertThat(alone[c]).isCloseTo(together[20 + c], within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet50", "resnet18-imagenet", "cnn5", "airbench"})
    void takesAStepOfEveryFamily(String name) {
        Network network = Networks.create(name, ImageShape.CIFAR, 10);
        TrainingBatch batch = batch(network, 4, 1);
        try (TrainableNetwork net = open(network, Precision.BF16, USUAL, DISTILLATION, fresh(network))) {
            assertThat(net.step(batch, 0.01).loss()).isFinite();
            assertThat(net.logits(batch.pixels(), 4)).hasSize(40);
        }
    }
}
