package dev.retort.cli;

import picocli.CommandLine.Option;

/** {@code --experiment}, of the commands that run any. */
final class ExperimentOption {
    @Option(
            names = "--experiment",
            paramLabel = "FILE|NAME",
            defaultValue = "quickstart",
            description = "A YAML file, or a name under experiments/. Default: ${DEFAULT-VALUE}")
    String named = "quickstart";

    String named() {
        return named;
    }
}
