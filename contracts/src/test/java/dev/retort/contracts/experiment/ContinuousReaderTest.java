package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.contracts.experiment.ContinuousSpec.Gate;
import dev.retort.contracts.experiment.ContinuousSpec.Guards;
import dev.retort.contracts.experiment.ContinuousSpec.Replay;
import dev.retort.contracts.experiment.ContinuousSpec.Trigger;
import dev.retort.contracts.experiment.InvalidExperimentException.Problem;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinuousReaderTest {
    private static final String LEAST = """
            name: least
            dataset: {source: drawn}
            teacher: {network: resnet20, epochs: 3}
            student: {network: resnet8, epochs: 5}
            """;

    private static List<Problem> problems(String yaml) {
        return Objects.requireNonNull(
                        catchThrowableOfType(InvalidExperimentException.class, () -> ExperimentReader.read(yaml)))
                .problems();
    }

    @Test
    void isAbsentAndLeavesTheRunItsNameWhereNothingIsSaid() throws InvalidExperimentException {
        Experiment least = ExperimentReader.read(LEAST);

        assertThat(least.continuous()).isNull();
        assertThat(ExperimentReader.runId(least))
                .isNotEqualTo(ExperimentReader.runId(ExperimentReader.read(LEAST + "continuous: {views: 3}\n")));
    }

    @Test
    void givesEveryKeyItsDefault() throws InvalidExperimentException {
        assertThat(ExperimentReader.read(LEAST + "continuous: {}\n").continuous())
                .isEqualTo(new ContinuousSpec(
                        64,
                        2,
                        0.2,
                        0,
                        4096,
                        4,
                        0.01,
                        new Trigger(512, 0, false),
                        new Replay(0.5, 1),
                        new Gate(0.05, 2),
                        new Guards(6, 3, 100, 0.5)));
    }

    @Test
    void readsEveryKeyThatIsSpelledOut() throws InvalidExperimentException {
        String yaml = """
                continuous:
                  batchSize: 32
                  views: 3
                  heldOutShare: 0.25
                  minimumConfidence: 0.5
                  window: 2048
                  epochs: 7
                  learningRate: 0.02
                  trigger: {newSamples: 256, everySeconds: 3600, drift: true, driftSamples: 64}
                  replay: {share: 0.75, seed: 9, choice: same}
                  gate: {level: 0.1, marginPoints: 3}
                  guards: {retrainingsPerHour: 60, backOffAfter: 5, quarantineWindow: 20, quarantineShare: 0.25}
                """;

        assertThat(ExperimentReader.read(LEAST + yaml).continuous())
                .isEqualTo(new ContinuousSpec(
                        32,
                        3,
                        0.25,
                        0.5,
                        2048,
                        7,
                        0.02,
                        new Trigger(256, 3600, true, 64),
                        new Replay(0.75, 9, Replay.Choice.SAME),
                        new Gate(0.1, 3),
                        new Guards(60, 5, 20, 0.25)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            batchSize: 0                        | batchSize                 | 1 to 4096
            views: 65                           | views                     | 1 to 64
            heldOutShare: 0                     | heldOutShare              | greater than 0.0
            heldOutShare: 1                     | heldOutShare              | less than 1.0
            minimumConfidence: 1                | minimumConfidence         | less than 1.0
            window: 63                          | window                    | less than one batch of 64
            learningRate: 0                     | learningRate              | greater than 0.0
            epochs: 0                           | epochs                    | 1 to 10000
            trigger: {newSamples: 0}            | trigger.newSamples        | 1 to 1000000
            trigger: {driftSamples: 0}          | trigger.driftSamples      | 1 to 1000000
            trigger: {everySeconds: -1}         | trigger.everySeconds      | 0 to 31536000
            trigger: {drift: maybe}             | trigger.drift             | true or false
            replay: {share: 1}                  | replay.share              | less than 1.0
            replay: {choice: best}              | replay.choice             | another, same
            gate: {level: 0}                    | gate.level                | greater than 0.0
            gate: {marginPoints: 100}           | gate.marginPoints         | less than 100.0
            guards: {retrainingsPerHour: 0}     | guards.retrainingsPerHour | 1 to 3600
            guards: {quarantineShare: 1}        | guards.quarantineShare    | less than 1.0
            guard: {}                           | guard                     | unknown key
            """)
    void namesLineKeyAndWhatIsAllowed(String setting, String key, String message) {
        assertThat(problems(LEAST + "continuous:\n  " + setting + "\n"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(6);
                    assertThat(problem.key()).isEqualTo("continuous." + key);
                    assertThat(problem.message()).contains(message);
                });
    }

    @Test
    void refusesAnArmOfTheNameOfARetraining() {
        assertThat(problems(LEAST + "arms: [{name: cycle-0001}]\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("'cycle-' and digits"));
    }
}
