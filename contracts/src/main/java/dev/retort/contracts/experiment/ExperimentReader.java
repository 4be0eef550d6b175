package dev.retort.contracts.experiment;

/** Reads an experiment from YAML. Unknown keys and values out of range are errors with line, key and what is allowed. */
public final class ExperimentReader {
    private ExperimentReader() {}

    /** @throws InvalidExperimentException with every problem found, not just the first */
    public static Experiment read(String yaml) throws InvalidExperimentException {
        throw new UnsupportedOperationException(yaml);
    }

    /**
     * The run that this experiment is: {@code <name>-<12 digits>} of the digest over every value that determines the
     * result. Comments, order of keys and defaults spelled out or left out make no difference.
     */
    public static String runId(Experiment experiment) {
        throw new UnsupportedOperationException(experiment.name());
    }
}
