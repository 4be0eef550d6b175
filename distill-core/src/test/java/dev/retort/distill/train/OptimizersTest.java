package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.experiment.SoftTargetLoss;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.torchscript.LossScript;
import dev.retort.distill.torchscript.StateBuffer;
import dev.retort.distill.torchscript.UpdateScript;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.Safetensors;
import dev.retort.distill.weights.Tensor;
import dev.retort.distill.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every optimizer, with clipping and averaging or without. */
class OptimizersTest {
    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    private static final Network NETWORK = Networks.create("resnet8", SHAPE, 10);
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.3));
    private static final DistillationLoss LOSS = new DistillationLoss(
            0.4, List.of(new SoftTargetLoss.Kd(0.3, 4, true), new SoftTargetLoss.Dkd(0.1, 4, false, 1, 8)));
    private static final OptimizerSpec.Sgd SGD = new OptimizerSpec.Sgd(0.05, 0.9, true, 5e-4);
    private static final OptimizerSpec.AdamW ADAMW = new OptimizerSpec.AdamW(0.001, 0.9, 0.999, 1e-8, 0.01);
    private static final OptimizerSpec.Muon MUON = new OptimizerSpec.Muon(0.05, 0.6, true, 5, SGD);

    static Stream<UpdateScript> rules() {
        return Stream.of(
                new UpdateScript(SGD, 0, 0),
                new UpdateScript(SGD, 1, 0.9),
                new UpdateScript(ADAMW, 0, 0),
                new UpdateScript(ADAMW, 0, 0.9),
                new UpdateScript(MUON, 0, 0),
                new UpdateScript(MUON, 1, 0.9));
    }

    static Stream<Arguments> rulesAndPrecisions() {
        return Stream.of(Precision.FP32, Precision.BF16)
                .flatMap(precision -> rules().map(rule -> Arguments.of(rule, precision)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void movesEveryParameterAndStatistic(UpdateScript rule) {
        TrainingState before = fresh();
        try (TrainableNetwork net = open(rule, Precision.FP32, before)) {
            net.step(batch(1), 0.05);

            Weights after = net.state().toWeights(NETWORK);

            before.toWeights(NETWORK)
                    .tensors()
                    .forEach((name, tensor) ->
                            assertThat(after.get(name)).as(name).isNotEqualTo(tensor));
        }
    }

    @ParameterizedTest
    @MethodSource("rulesAndPrecisions")
    void goesOnFromACheckpointBitForBit(UpdateScript rule, Precision precision) {
        byte[] undisturbed;
        byte[] half;
        try (TrainableNetwork net = open(rule, precision, fresh())) {
            steps(net, 0, 4);
            half = net.state().toSafetensors(NETWORK);
            steps(net, 4, 8);
            undisturbed = net.state().toSafetensors(NETWORK);
        }

        byte[] resumed;
        try (TrainableNetwork net = open(rule, precision, TrainingState.fromSafetensors(NETWORK, half))) {
            assertThat(net.state().toSafetensors(NETWORK)).isEqualTo(half);
            steps(net, 4, 8);
            resumed = net.state().toSafetensors(NETWORK);
        }

        assertThat(resumed).isEqualTo(undisturbed);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void remembersNothingOfAStepThatItRefuses(UpdateScript rule) {
        short[] poison = new short[160];
        poison[3] = Float.floatToFloat16(Float.NaN);
        try (TrainableNetwork net = open(rule, Precision.FP32, fresh())) {
            net.step(batch(1), 0.05);
            TrainingState before = net.state();

            assertThatThrownBy(() -> net.step(new TrainingBatch(batch(2).pixels(), new int[16], poison), 0.05))
                    .isInstanceOf(NonFiniteLossException.class);

            assertThat(net.state().parameters()).isEqualTo(before.parameters());
            for (StateBuffer buffer : rule.state()) {
                assertThat(net.state().buffer(buffer)).as(buffer.name()).isEqualTo(before.buffer(buffer));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void learnsOneBatch(UpdateScript rule) {
        UpdateScript unaveraged = new UpdateScript(rule.optimizer(), rule.gradientClip(), 0);
        try (TrainableNetwork net = open(unaveraged, Precision.FP32, fresh())) {
            double rate = rule.optimizer().learningRate();
            double first = net.step(batch(1), rate).loss();
            double last = first;
            for (int step = 0; step < 40; step++) {
                last = net.step(batch(1), rate).loss();
            }

            assertThat(last).isLessThan(first / 2);
        }
    }

    @Test
    void showsTheAveragesToWhoeverScores() {
        UpdateScript rule = new UpdateScript(SGD, 0, 0.9);
        try (TrainableNetwork net = open(rule, Precision.FP32, fresh())) {
            steps(net, 0, 5);
            TrainingState state = net.state();
            Weights scored = Safetensors.decode(state.toSafetensors(NETWORK)).weights();

            assertThat(scored.get("linear.weight"))
                    .isEqualTo(state.toWeights(NETWORK).get("linear.weight"));
            assertThat(scored.get("linear.weight")).isNotEqualTo(scored.get("raw.linear.weight"));
            assertThat(scored.get("bn1.running_var")).isNotEqualTo(scored.get("raw.bn1.running_var"));
            byte[] pixels = batch(3).pixels();
            try (TrainableNetwork server =
                    open(new UpdateScript(SGD, 0, 0), Precision.FP32, TrainingState.fresh(NETWORK, scored))) {
                assertThat(net.logits(pixels, 16)).isEqualTo(server.logits(pixels, 16));
            }
        }
    }

    @Test
    void goesOnFromACheckpointOfBeforeThereWereOtherOptimizers() {
        Weights weights = Initialization.kaiming(NETWORK, 1);
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        Initialization.kaiming(NETWORK, 2).tensors().forEach((name, tensor) -> {
            if (!name.contains("running_")) {
                tensors.put("momentum." + name, tensor);
            }
        });
        byte[] old = Safetensors.encode(new Weights(tensors), Map.of("network", NETWORK.name()));

        TrainingState state = TrainingState.fromSafetensors(NETWORK, old);

        assertThat(state.toWeights(NETWORK)).isEqualTo(weights);
        assertThat(state.toSafetensors(NETWORK)).isEqualTo(old);
        try (TrainableNetwork net = open(new UpdateScript(SGD, 0, 0), Precision.FP32, state)) {
            assertThat(net.state()).isEqualTo(state);
        }
    }

    @Test
    void refusesTheStateOfAnotherOptimizer() {
        TrainingState state;
        try (TrainableNetwork net = open(new UpdateScript(SGD, 0, 0), Precision.FP32, fresh())) {
            state = net.state();
        }

        assertThatThrownBy(() -> open(new UpdateScript(ADAMW, 0, 0), Precision.FP32, state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the state holds [momentum], these settings need [exp_avg, exp_avg_sq, updates]");
    }

    private static void steps(TrainableNetwork net, int from, int to) {
        for (int step = from; step < to; step++) {
            net.step(batch(step), 0.02);
        }
    }

    private static TrainingState fresh() {
        return TrainingState.fresh(NETWORK, Initialization.kaiming(NETWORK, 1));
    }

    private static TrainableNetwork open(UpdateScript rule, Precision precision, TrainingState state) {
        return TrainableNetwork.open(
                NETWORK, NORMALIZATION, new TrainingSettings(precision, 1, rule, new LossScript(LOSS, 0)), state);
    }

    private static TrainingBatch batch(long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[16 * SHAPE.size()];
        random.nextBytes(pixels);
        int[] labels = random.ints(16, 0, 10).toArray();
        short[] logits = new short[160];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.floatToFloat16((float) random.nextGaussian() * 3);
        }
        return new TrainingBatch(pixels, labels, logits);
    }
}
