package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.contracts.experiment.InvalidExperimentException.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** An experiment with nothing but what must be there, and what the reader says to changed ones. */
final class LeastExperiment {
    static final String YAML = """
            name: least
            dataset:
              source: drawn
            teacher:
              network: resnet20
              epochs: 3
            student:
              network: resnet8
              epochs: 5
            """;

    private LeastExperiment() {}

    static List<Problem> problems(String yaml) {
        return problems(yaml, Set.of());
    }

    static List<Problem> problems(String yaml, Set<String> networks) {
        InvalidExperimentException refused =
                catchThrowableOfType(InvalidExperimentException.class, () -> ExperimentReader.read(yaml, networks));
        return Objects.requireNonNull(refused, "it was read").problems();
    }

    static Problem onlyProblem(String yaml) {
        List<Problem> problems = problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    static String runId(String yaml) throws InvalidExperimentException {
        return ExperimentReader.runId(ExperimentReader.read(yaml));
    }
}
