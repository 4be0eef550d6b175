package dev.retort.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --dataset}, of the commands that start a Retort. */
final class DatasetOption {
    @Option(
            names = "--dataset",
            paramLabel = "DIR",
            description = "Where dataset files lie, such as a directory with CIFAR-10's data_batch_1.bin.")
    @Nullable
    Path directory;

    Optional<Path> path() {
        return Optional.ofNullable(directory);
    }
}
