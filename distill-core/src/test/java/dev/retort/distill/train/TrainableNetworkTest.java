package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.SoftTargetLoss;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainableNetworkTest {
    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.3));
    private static final OptimizerSpec PLAIN = new OptimizerSpec.Sgd(0.1, 0, false, 0);
    private static final OptimizerSpec USUAL = new OptimizerSpec.Sgd(0.1, 0.9, true, 5e-4);
    private static final DistillationLoss DISTILLATION = new DistillationLoss(0.3, 0.7, 4);
    private static final Network NETWORK = Networks.create("resnet8", SHAPE, 10);

    @Test
    void computesTheDistillationLoss() {
        TrainingBatch batch = batch(NETWORK, 4, 1);
        TrainingState state = fresh(NETWORK);
        try (TrainableNetwork net = open(NETWORK, Precision.FP32, PLAIN, DISTILLATION, state)) {
            double expected = expectedLoss(trainLogits(batch, state), batch, DISTILLATION);

            double loss = net.step(batch, 0.1).loss();

            assertThat(loss).isCloseTo(expected, within(1e-4));
        }
    }

    /** Logits of the training pass, which no method of the network answers. */
    private static float[] trainLogits(TrainingBatch batch, TrainingState state) {
        return BatchStatisticsOracle.logits(NETWORK, NORMALIZATION, state.toWeights(NETWORK), batch);
    }

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
    void followsTheGradient() {
        // Plain descent: the loss falls by rate·|g|² to first order, and |g|² is what the weights moved by.
        TrainingBatch batch = batch(NETWORK, 8, 3);
        TrainingState state = fresh(NETWORK);
        double rate = 1e-4;
        try (TrainableNetwork net = open(NETWORK, Precision.FP32, PLAIN, DISTILLATION, state)) {
            double first = net.step(batch, rate).loss();
            float[] moved = net.state().parameters();
            double squared = 0;
            for (int i = 0; i < moved.length; i++) {
                double gradient = (state.parameters()[i] - moved[i]) / rate;
                squared += gradient * gradient;
            }

            double second = net.step(batch, rate).loss();

            assertThat((first - second) / (rate * squared)).isCloseTo(1, within(0.1));
        }
    }

    @Test
    void agreesWithFiniteDifferences() {
        TrainingBatch batch = batch(NETWORK, 4, 5);
        Weights weights = Initialization.kaiming(NETWORK, 1);
        double rate = 1e-3;
        float[] before = TrainingState.fresh(NETWORK, weights).parameters();
        float[] after;
        try (TrainableNetwork net = open(NETWORK, Precision.FP32, PLAIN, DISTILLATION, fresh(NETWORK))) {
            net.step(batch, rate);
            after = net.state().parameters();
        }
        int last = before.length - 1; // a bias of the linear layer: the loss is smooth in it
        double gradient = (before[last] - after[last]) / rate;

        double difference = (lossWithBias(weights, batch, 0.05f) - lossWithBias(weights, batch, -0.05f)) / 0.1;

        assertThat(gradient).isCloseTo(difference, within(Math.abs(difference) * 0.02 + 1e-3));
    }

    private static double lossWithBias(Weights weights, TrainingBatch batch, float bias) {
        float[] values = weights.get("linear.bias").values().clone();
        values[values.length - 1] += bias;
        Map<String, Tensor> changed = new LinkedHashMap<>(weights.tensors());
        changed.put("linear.bias", new Tensor(new long[] {10}, values));
        TrainingState state = TrainingState.fresh(NETWORK, new Weights(changed));
        try (TrainableNetwork net = open(NETWORK, Precision.FP32, PLAIN, DISTILLATION, state)) {
            return net.step(batch, 0).loss();
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
        byte[] pixels = pixels(8, 11);
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

    private static TrainingState fresh(Network network) {
        return TrainingState.fresh(network, Initialization.kaiming(network, 1));
    }

    private static TrainableNetwork open(
            Network network, Precision precision, OptimizerSpec optimizer, DistillationLoss loss, TrainingState state) {
        return TrainableNetwork.open(
                network, NORMALIZATION, new TrainingSettings(precision, 1, optimizer, 0, loss), state);
    }

    private static TrainingBatch batch(Network network, int size, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[size * network.input().size()];
        random.nextBytes(pixels);
        int[] labels = random.ints(size, 0, 10).toArray();
        short[] logits = new short[size * 10];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.floatToFloat16((float) random.nextGaussian() * 3);
        }
        return new TrainingBatch(pixels, labels, logits);
    }

    private static byte[] pixels(int images, long seed) {
        return batch(NETWORK, images, seed).pixels();
    }

    /** By hand, in double: the formula of the javadoc. */
    private static double expectedLoss(float[] z, TrainingBatch batch, DistillationLoss loss) {
        short[] teacher = Objects.requireNonNull(batch.teacherLogits());
        SoftTargetLoss softTarget = loss.softTargets().getFirst();
        double temperature = softTarget.temperature();
        double sum = 0;
        for (int n = 0; n < batch.size(); n++) {
            double[] student = new double[10];
            double[] targets = new double[10];
            double[] studentSoft = new double[10];
            for (int c = 0; c < 10; c++) {
                student[c] = z[n * 10 + c];
                studentSoft[c] = z[n * 10 + c] / temperature;
                targets[c] = Float.float16ToFloat(teacher[n * 10 + c]) / temperature;
            }
            double crossEntropy = logSum(student) - student[batch.hardLabels()[n]];
            double divergence = 0;
            for (int c = 0; c < 10; c++) {
                double logP = targets[c] - logSum(targets);
                divergence += Math.exp(logP) * (logP - (studentSoft[c] - logSum(studentSoft)));
            }
            sum += loss.hardLabelWeight() * crossEntropy + softTarget.weight() * temperature * temperature * divergence;
        }
        return sum / batch.size();
    }

    private static double logSum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value);
        }
        return Math.log(sum);
    }
}
