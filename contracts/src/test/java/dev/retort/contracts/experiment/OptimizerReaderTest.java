package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptimizerReaderTest {
    private static final String REST = """
            name: small
            dataset: {source: drawn}
            teacher: {network: resnet8, epochs: 1}
            student:
              network: resnet8
              epochs: 1
            """;

    @Test
    void descendsPlainlyWithoutAKind() throws Exception {
        assertThat(training("optimizer: {learningRate: 0.4}").optimizer())
                .isEqualTo(new OptimizerSpec.Sgd(0.4, 0.9, true, 5e-4));
        assertThat(training("optimizer: {kind: sgd, nesterov: false}").optimizer())
                .isEqualTo(new OptimizerSpec.Sgd(0.1, 0.9, false, 5e-4));
    }

    @Test
    void readsEveryKind() throws Exception {
        assertThat(training("optimizer: {kind: adamw, beta2: 0.99}").optimizer())
                .isEqualTo(new OptimizerSpec.AdamW(1e-3, 0.9, 0.99, 1e-8, 0.01));
        assertThat(training("optimizer: {kind: muon, iterations: 3, rest: {learningRate: 0.05}}")
                        .optimizer())
                .isEqualTo(new OptimizerSpec.Muon(0.24, 0.6, true, 3, new OptimizerSpec.Sgd(0.05, 0.85, true, 5e-4)));
    }

    @Test
    void neitherClipsNorAveragesUnlessAsked() throws Exception {
        assertThat(training("labelSmoothing: 0.1").gradientClip()).isZero();
        assertThat(training("labelSmoothing: 0.1").averageDecay()).isZero();
        assertThat(training("gradientClip: 2").gradientClip()).isEqualTo(2);
        assertThat(training("average: {decay: 0.999}").averageDecay()).isEqualTo(0.999);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    optimizer: {kind: lion}                     | optimizer.kind              | one of adamw, muon, sgd
                    optimizer: {beta1: 0.8}                     | optimizer.beta1             | unknown key
                    optimizer: {kind: adamw, momentum: 0.9}     | optimizer.momentum          | unknown key
                    optimizer: {kind: adamw, beta2: 1}          | optimizer.beta2             | out of range
                    optimizer: {kind: muon, iterations: 0}      | optimizer.iterations        | out of range
                    optimizer: {kind: muon, rest: {kind: sgd}}  | optimizer.rest.kind         | unknown key
                    gradientClip: -1                            | gradientClip                | out of range
                    average: {decay: 1}                         | average.decay               | out of range
                    """)
    void namesTheLineAndKeyOfWhatIsWrong(String line, String key, String message) {
        InvalidExperimentException refused =
                catchThrowableOfType(InvalidExperimentException.class, () -> training(line));

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(7);
            assertThat(problem.key()).isEqualTo("student." + key);
            assertThat(problem.message()).contains(message);
        });
    }

    private static TrainingSpec training(String line) throws InvalidExperimentException {
        return ExperimentReader.read(REST + "  " + line + "\n").student().training();
    }
}
