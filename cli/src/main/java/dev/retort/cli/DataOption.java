package dev.retort.cli;

import dev.retort.cli.stack.DataFolder;
import dev.retort.cli.stack.RunningStack;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data}, which all commands share. */
final class DataOption {
    static final Path DEFAULT = Path.of("retort-data");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that keeps Retort's state: log, store, caches, logs. Default: ./retort-data")
    Path directory = DEFAULT;

    Path path() {
        return directory;
    }

    /** @throws CommandFailure if nothing runs there */
    RunningStack running() {
        return RunningStack.read(DataFolder.stackFile(directory));
    }
}
