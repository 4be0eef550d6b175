package dev.retort.distill.train;

import static dev.retort.distill.train.SmallTrainings.DISTILLATION;
import static dev.retort.distill.train.SmallTrainings.NETWORK;
import static dev.retort.distill.train.SmallTrainings.NORMALIZATION;
import static dev.retort.distill.train.SmallTrainings.PLAIN;
import static dev.retort.distill.train.SmallTrainings.batch;
import static dev.retort.distill.train.SmallTrainings.fresh;
import static dev.retort.distill.train.SmallTrainings.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.SoftTargetLoss;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a step computes, against the same by hand: its loss, and the gradient. */
class DistillationStepTest {
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
