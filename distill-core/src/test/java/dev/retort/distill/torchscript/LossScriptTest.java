package dev.retort.distill.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.SoftTargetLoss;
import dev.retort.contracts.experiment.SoftTargetLoss.Dist;
import dev.retort.contracts.experiment.SoftTargetLoss.Dkd;
import dev.retort.contracts.experiment.SoftTargetLoss.Kd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossScriptTest {
    private static final int IMAGES = 5;
    private static final int CLASSES = 4;
    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);
    /** KL((¼, ¾) ‖ (½, ½)), by hand. */
    private static final double QUARTER_AGAINST_HALF = 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5);

    static Stream<DistillationLoss> losses() {
        return Stream.of(
                new DistillationLoss(1, 0, 1),
                new DistillationLoss(0.3, 0.7, 4),
                only(new Kd(9, 2, true)),
                only(new Dkd(1, 4, false, 1, 8)),
                only(new Dkd(0.5, 2, true, 2, 3)),
                only(new Dist(1, 4, 2, 3)),
                new DistillationLoss(
                        0.4, List.of(new Kd(0.3, 3, false), new Dkd(0.2, 2, false, 1, 2), new Dist(0.1, 1, 1, 1))));
    }

    private static DistillationLoss only(SoftTargetLoss term) {
        return new DistillationLoss(0, List.of(term));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void computesWhatItsFormulaSays(DistillationLoss loss) {
        double[][] z = logits(1);
        double[][] v = logits(2);
        int[] labels = {0, 3, 1, 1, 2};
        try (ScriptProbe probe = probe(loss, 0.1)) {
            double expected = LossOracle.loss(loss, 0.1, z, labels, v);

            assertThat(ask(probe, z, labels, v, DataType.FLOAT64)[0]).isCloseTo(expected, within(1e-9));
            assertThat(ask(probe, z, labels, v, DataType.FLOAT32)[0]).isCloseTo(expected, within(2e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void hasTheGradientThatFiniteDifferencesFind(DistillationLoss loss) {
        double[][] z = logits(3);
        double[][] v = logits(4);
        int[] labels = {2, 0, 1, 3, 3};
        double width = 1e-4;
        try (ScriptProbe probe = probe(loss, 0.1)) {
            double[] answer = ask(probe, z, labels, v, DataType.FLOAT64);
            for (int i = 0; i < IMAGES * CLASSES; i++) {
                double above = ask(probe, moved(z, i, width), labels, v, DataType.FLOAT64)[0];
                double below = ask(probe, moved(z, i, -width), labels, v, DataType.FLOAT64)[0];

                assertThat(answer[1 + i]).as("logit %d", i).isCloseTo((above - below) / (2 * width), within(1e-6));
            }
        }
    }

    /** Images 1 and 4 have none: no cross-entropy, divided by all five; the teacher's class for what needs a label. */
    @ParameterizedTest
    @MethodSource("losses")
    void leavesOutTheCrossEntropyOfAnImageWithoutALabel(DistillationLoss loss) {
        double[][] z = logits(5);
        double[][] v = logits(6);
        double[][] labelled = {z[0], z[2], z[3]};
        double crossEntropy = LossOracle.loss(
                new DistillationLoss(loss.hardLabelWeight(), List.of()),
                0.1,
                labelled,
                new int[] {0, 1, 3},
                new double[][] {v[0], v[2], v[3]});
        double softTargets = LossOracle.loss(
                new DistillationLoss(0, loss.softTargets()),
                0.1,
                z,
                new int[] {0, greatest(v[1]), 1, 3, greatest(v[4])},
                v);
        try (ScriptProbe probe = probe(new LossScript(loss, 0.1, true))) {
            double[] answer = ask(probe, z, new int[] {0, -1, 1, 3, -1}, v, DataType.FLOAT64);

            assertThat(answer[0]).isCloseTo(crossEntropy * 3 / IMAGES + softTargets, within(1e-9));
            assertThat(answer).doesNotContain(Double.NaN);
        }
    }

    private static int greatest(double[] logits) {
        int greatest = 0;
        for (int i = 1; i < logits.length; i++) {
            greatest = logits[i] > logits[greatest] ? i : greatest;
        }
        return greatest;
    }

    @Test
    void weighsADivergenceByTheSquaredTemperature() {
        double[][] teacher = {{0, 2 * LN3}};
        try (ScriptProbe probe = probe(only(new Kd(0.5, 2, false)), 0)) {
            double loss = ask(probe, new double[1][2], new int[1], teacher, DataType.FLOAT64)[0];

            assertThat(loss).isCloseTo(0.5 * 4 * QUARTER_AGAINST_HALF, within(1e-12));
        }
    }

    @Test
    void tellsTheLabelFromTheOthers() {
        // p = (2, 1, 3) / 6 against thirds: of the label both say ⅓, among the others (¼, ¾) meets (½, ½).
        double[][] teacher = {{LN2, 0, LN3}};
        try (ScriptProbe target = probe(only(new Dkd(1, 1, false, 1, 0)), 0);
                ScriptProbe others = probe(only(new Dkd(1, 1, false, 0, 1)), 0)) {
            assertThat(ask(target, new double[1][3], new int[1], teacher, DataType.FLOAT64)[0])
                    .isCloseTo(0, within(1e-12));
            assertThat(ask(others, new double[1][3], new int[1], teacher, DataType.FLOAT64)[0])
                    .isCloseTo(QUARTER_AGAINST_HALF, within(1e-12));
        }
    }

    @Test
    void splitsTheDivergenceIntoItsTwoParts() {
        // Zhao et al.'s identity: KD = TCKD + (1 - p of the label)·NCKD.
        double[][] z = {logits(5)[0]};
        double[][] v = {logits(6)[0]};
        int[] label = {1};
        try (ScriptProbe kd = probe(only(new Kd(1, 1, false)), 0);
                ScriptProbe target = probe(only(new Dkd(1, 1, false, 1, 0)), 0);
                ScriptProbe others = probe(only(new Dkd(1, 1, false, 0, 1)), 0)) {
            double sum = Arrays.stream(v[0]).map(Math::exp).sum();
            double rest = 1 - Math.exp(v[0][1]) / sum;

            assertThat(ask(kd, z, label, v, DataType.FLOAT64)[0])
                    .isCloseTo(
                            ask(target, z, label, v, DataType.FLOAT64)[0]
                                    + rest * ask(others, z, label, v, DataType.FLOAT64)[0],
                            within(1e-10));
        }
    }

    @Test
    void correlatesOverTheClassesOfAnImageAndOverTheImagesOfAClass() {
        // Probabilities in quarters. Over the classes of an image ρ is -½; over images -1, -1 and, of equal ones, 0.
        double[][] z = {{0, LN2, 0}, {LN2, 0, 0}};
        double[][] v = {{LN2, 0, 0}, {0, LN2, 0}};
        double inter = 1.5;
        double intra = (2 + 2 + 1) / 3.0;
        try (ScriptProbe dist = probe(only(new Dist(0.5, 1, 2, 3)), 0)) {
            assertThat(ask(dist, z, new int[2], v, DataType.FLOAT64)[0])
                    .isCloseTo(0.5 * (2 * inter + 3 * intra), within(1e-7));
        }
    }

    @Test
    void standardisesWhateverTheScaleBeforeItDividesByTheTemperature() {
        // Two logits become -1 and 1, equal ones 0; at T = 2 / ln 3 these are (¼, ¾) and (½, ½).
        double temperature = 2 / LN3;
        double[][] teacher = {{100, 160}};
        double[][] student = {{7, 7}};
        try (ScriptProbe standardised = probe(only(new Kd(1, temperature, true)), 0)) {
            assertThat(ask(standardised, student, new int[1], teacher, DataType.FLOAT64)[0])
                    .isCloseTo(temperature * temperature * QUARTER_AGAINST_HALF, within(1e-9));
        }
    }

    @Test
    void spreadsAShareOfTheLabelOverAllClasses() {
        // (¼, ¾) against (0.9, 0.1): a fifth of the label is spread over two classes.
        double[][] z = {{0, LN3}};
        try (ScriptProbe smoothed = probe(new DistillationLoss(1, 0, 1), 0.2)) {
            assertThat(ask(smoothed, z, new int[] {0}, new double[1][2], DataType.FLOAT64)[0])
                    .isCloseTo(-0.9 * Math.log(0.25) - 0.1 * Math.log(0.75), within(1e-12));
        }
    }

    @Test
    void asksForNoMoreThanTheTeachersRelations() {
        double[][] v = logits(7);
        double[][] stretched = Arrays.stream(v)
                .map(row -> Arrays.stream(row).map(x -> 3 * x - 2).toArray())
                .toArray(double[][]::new);
        int[] labels = new int[IMAGES];
        try (ScriptProbe standardised = probe(only(new Kd(1, 2, true)), 0);
                ScriptProbe plain = probe(only(new Kd(1, 2, false)), 0);
                ScriptProbe correlated = probe(only(new Dist(1, 1, 1, 1)), 0)) {
            assertThat(ask(standardised, stretched, labels, v, DataType.FLOAT64)[0])
                    .isCloseTo(0, within(1e-10));
            assertThat(ask(plain, stretched, labels, v, DataType.FLOAT64)[0]).isGreaterThan(0.1);
            assertThat(ask(correlated, v, labels, v, DataType.FLOAT64)[0]).isCloseTo(0, within(1e-10));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void staysFiniteWhereLogitsDoNotVaryOrAreHuge(DistillationLoss loss) {
        double[][] flat = new double[IMAGES][CLASSES];
        double[][] huge = logits(8);
        Arrays.stream(huge).forEach(row -> row[0] = 60_000);
        try (ScriptProbe probe = probe(loss, 0)) {
            for (double[][] z : List.of(flat, huge)) {
                for (double[][] v : List.of(flat, huge)) {
                    double[] answer = ask(probe, z, new int[IMAGES], v, DataType.FLOAT32);
                    assertThat(Arrays.stream(answer).allMatch(Double::isFinite))
                            .as("%s", Arrays.toString(answer))
                            .isTrue();
                }
            }
        }
    }

    /** Loss and gradient, [1 + n × classes]. */
    private static double[] ask(ScriptProbe probe, double[][] z, int[] labels, double[][] v, DataType type) {
        long[] classes = Arrays.stream(labels).asLongStream().toArray();
        return probe.call(
                "probe",
                scope -> List.of(
                        ScriptProbe.matrix(scope, z, type), scope.create(classes), ScriptProbe.matrix(scope, v, type)));
    }

    private static ScriptProbe probe(DistillationLoss loss, double labelSmoothing) {
        return probe(new LossScript(loss, labelSmoothing));
    }

    private static ScriptProbe probe(LossScript loss) {
        ScriptText text = ScriptProbe.head(List.of());
        loss.write(text);
        text.method("probe", "logits: Tensor, labels: Tensor, teacher: Tensor", "Tensor");
        text.line(2, "_0 = torch.set_grad_enabled(True)");
        text.line(2, "z = torch.requires_grad_(torch.detach(logits), True)");
        text.line(2, "loss = self.loss(z, labels, teacher)");
        text.line(2, "g = torch._unwrap_optional(torch.grad([loss], [z])[0])");
        text.line(2, "return torch.cat([torch.reshape(torch.detach(loss), [1]), torch.reshape(g, [-1])])");
        text.method("forward", "x: Tensor", "Tensor");
        text.line(2, "return x");
        return new ScriptProbe(text.toString(), Map.of());
    }

    private static double[][] logits(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, IMAGES)
                .mapToObj(n -> random.doubles(CLASSES, -3, 3).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] moved(double[][] z, int index, double by) {
        double[][] copy = Arrays.stream(z).map(double[]::clone).toArray(double[][]::new);
        copy[index / CLASSES][index % CLASSES] += by;
        return copy;
    }
}
