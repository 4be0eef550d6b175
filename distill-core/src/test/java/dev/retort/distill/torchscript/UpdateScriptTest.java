package dev.retort.distill.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Layer;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Node;
import dev.retort.distill.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateScriptTest {
    private static final OptimizerSpec.Sgd SGD = new OptimizerSpec.Sgd(0.1, 0.9, true, 5e-4);
    private static final OptimizerSpec.Muon MUON = new OptimizerSpec.Muon(0.2, 0.6, true, 5, SGD);
    /** A wide filter bank of 4 × 27, a tall one of 16 × 4, and everything else that has parameters. */
    private static final Network NETWORK = new Network(
            "small",
            new ImageShape(3, 4, 4),
            5,
            List.of(
                    new Node("wide", new Layer.Convolution(3, 4, 3, 1, 1, true), List.of(Network.INPUT)),
                    new Node("bn", new Layer.BatchNorm(4), List.of("wide")),
                    new Node("tall", new Layer.Convolution(4, 16, 1, 1, 0, false), List.of("bn")),
                    new Node("pool", new Layer.GlobalAveragePool(), List.of("tall")),
                    new Node("head", new Layer.Linear(16, 5, true), List.of("pool"))));

    private static final FlatLayout LAYOUT = new FlatLayout(NETWORK);
    private static final int PARAMETERS = LAYOUT.size(StateBuffer.Extent.PARAMETERS);
    private static final int STATISTICS = LAYOUT.size(StateBuffer.Extent.STATISTICS);

    static Stream<UpdateScript> rules() {
        return Stream.of(
                new UpdateScript(SGD, 0, 0),
                new UpdateScript(new OptimizerSpec.Sgd(0.1, 0.8, false, 0), 1.5, 0),
                new UpdateScript(SGD, 0, 0.15),
                new UpdateScript(new OptimizerSpec.AdamW(0.01, 0.9, 0.99, 1e-6, 0.1), 0, 0),
                new UpdateScript(new OptimizerSpec.AdamW(0.01, 0.8, 0.95, 1e-8, 0), 2, 0.999),
                new UpdateScript(MUON, 0, 0),
                new UpdateScript(new OptimizerSpec.Muon(0.2, 0.9, false, 3, SGD), 3, 0.5));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void updatesAsItsFormulaSays(UpdateScript rule) {
        double[] weights = random(PARAMETERS, 1);
        double[] statistics = random(STATISTICS, 2);
        double[] average = random(PARAMETERS, 3);
        double[] averageStatistics = random(STATISTICS, 4);
        UpdateOracle oracle = new UpdateOracle(rule, LAYOUT, weights, statistics, average, averageStatistics);
        Map<StateBuffer, double[]> state = Map.of();
        try (ScriptProbe probe = probe(rule, Precision.FP32, weights, statistics, average, averageStatistics)) {
            for (int update = 0; update < 3; update++) {
                double[] gradient = random(PARAMETERS, 10 + update);
                oracle.update(gradient, 0.05);
                state = update(probe, rule, gradient, 0.05);
            }
        }
        assertThat(weights(state)).containsExactly(oracle.weights, within(2e-5));
        state.forEach((buffer, values) ->
                assertThat(values).as(buffer.name()).containsExactly(expected(oracle, buffer), within(2e-5)));
        assertThat(state.keySet()).containsAll(rule.state());
    }

    @Test
    void makesTheMomentumOfFiltersOrthogonal() {
        // Of a diagonal matrix only the singular values change, each by itself: x to 3.4445x - 4.775x³ + 2.0315x⁵.
        Network network = new Network(
                "square",
                new ImageShape(2, 1, 1),
                2,
                List.of(
                        new Node("conv", new Layer.Convolution(2, 2, 1, 1, 0, false), List.of(Network.INPUT)),
                        new Node("pool", new Layer.GlobalAveragePool(), List.of("conv"))));
        UpdateScript rule = new UpdateScript(new OptimizerSpec.Muon(0.5, 0, false, 5, SGD), 0, 0);
        double[] weights = {3, 0, 0, 4};
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            double tolerance = precision == Precision.FP32 ? 1e-5 : 2e-2;
            try (ScriptProbe probe =
                    probe(rule, new FlatLayout(network), precision, attributes(rule, weights, new double[0]))) {
                double[] after = ask(probe, new double[] {3, 0, 0, 1}, 0.5);

                double norm = Math.sqrt(2) / 5;
                assertThat(after[0]).isCloseTo(3 * norm - 0.5 * iterated(3 / Math.sqrt(10)), within(tolerance));
                assertThat(after[3]).isCloseTo(4 * norm - 0.5 * iterated(1 / Math.sqrt(10)), within(tolerance));
                assertThat(after[1]).isCloseTo(0, within(tolerance));
            }
        }
    }

    private static double iterated(double x) {
        double value = x;
        for (int i = 0; i < 5; i++) {
            value = 3.4445 * value - 4.775 * Math.pow(value, 3) + 2.0315 * Math.pow(value, 5);
        }
        return value;
    }

    private static Map<StateBuffer, double[]> update(
            ScriptProbe probe, UpdateScript rule, double[] gradient, double rate) {
        double[] joined = ask(probe, gradient, rate);
        Map<StateBuffer, double[]> state = new LinkedHashMap<>();
        state.put(new StateBuffer("flat", StateBuffer.Extent.PARAMETERS), Arrays.copyOf(joined, PARAMETERS));
        int at = PARAMETERS;
        for (StateBuffer buffer : rule.state()) {
            int end = at + LAYOUT.size(buffer.extent());
            state.put(buffer, Arrays.copyOfRange(joined, at, end));
            at = end;
        }
        assertThat(joined).hasSize(at);
        return state;
    }

    private static double[] weights(Map<StateBuffer, double[]> state) {
        return state.entrySet().iterator().next().getValue();
    }

    private static double[] ask(ScriptProbe probe, double[] gradient, double rate) {
        return probe.call("probe", scope -> List.of(scope.create(floats(gradient)), scope.create(new double[] {rate})));
    }

    private static double[] expected(UpdateOracle oracle, StateBuffer buffer) {
        return switch (buffer.name()) {
            case "flat" -> oracle.weights;
            case "momentum" -> oracle.momentum;
            case "exp_avg" -> oracle.mean;
            case "exp_avg_sq" -> oracle.squares;
            case "updates" -> new double[] {3};
            case "average" -> oracle.average;
            case "average_statistics" -> oracle.averageStatistics;
            default -> throw new IllegalArgumentException(buffer.name());
        };
    }

    private static ScriptProbe probe(
            UpdateScript rule,
            Precision precision,
            double[] weights,
            double[] statistics,
            double[] average,
            double[] averageStatistics) {
        Map<String, Tensor> attributes = attributes(rule, weights, statistics);
        attributes.replace("average", vector(average));
        attributes.replace("average_statistics", vector(averageStatistics));
        return probe(rule, LAYOUT, precision, attributes);
    }

    private static Map<String, Tensor> attributes(UpdateScript rule, double[] weights, double[] statistics) {
        Map<String, Tensor> attributes = new LinkedHashMap<>();
        attributes.put("flat", vector(weights));
        attributes.put("bn", vector(statistics));
        for (StateBuffer buffer : rule.state()) {
            int size = switch (buffer.extent()) {
                case PARAMETERS -> weights.length;
                case STATISTICS -> statistics.length;
                case ONE -> 1;
            };
            attributes.put(buffer.name(), vector(new double[size]));
        }
        return attributes;
    }

    private static ScriptProbe probe(
            UpdateScript rule, FlatLayout layout, Precision precision, Map<String, Tensor> attributes) {
        ScriptText text = ScriptProbe.head(attributes.keySet());
        rule.write(text, layout, precision);
        text.method("probe", "g: Tensor, rate: Tensor", "Tensor");
        text.line(2, "_0 = torch.set_grad_enabled(False)");
        text.line(2, "_1 = self.update(torch.clone(g), float(torch.item(rate)))");
        List<String> state = new ArrayList<>(List.of("self.flat"));
        rule.state().forEach(buffer -> state.add("self." + buffer.name()));
        text.line(2, "return torch.cat([" + String.join(", ", state) + "])");
        text.method("forward", "x: Tensor", "Tensor");
        text.line(2, "return x");
        return new ScriptProbe(text.toString(), attributes);
    }

    private static double[] random(int size, long seed) {
        // Values that fp32 holds: the oracle starts from the same values to the bit.
        Random random = new Random(seed);
        return random.doubles(size, -1, 1).map(x -> (float) x).toArray();
    }

    private static Tensor vector(double[] values) {
        return new Tensor(new long[] {values.length}, floats(values));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
