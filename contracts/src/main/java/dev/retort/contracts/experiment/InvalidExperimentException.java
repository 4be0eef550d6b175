package dev.retort.contracts.experiment;

import java.util.List;
import java.util.stream.Collectors;

/** An experiment that cannot be run as written. */
public final class InvalidExperimentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidExperimentException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    /**
     * @param line counted from 1
     * @param key dotted path, such as {@code teacher.epochs}
     */
    public record Problem(int line, String key, String message) {
        @Override
        public String toString() {
            return "line %d, %s: %s".formatted(line, key, message);
        }
    }
}
