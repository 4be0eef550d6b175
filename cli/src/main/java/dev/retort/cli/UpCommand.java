package dev.retort.cli;

import dev.retort.cli.stack.DataFolder;
import dev.retort.cli.stack.Installation;
import dev.retort.cli.terminal.ProgressView;
import dev.retort.cli.terminal.Terminal;
import dev.retort.cli.up.Up;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = {
            "Runs an experiment from images to a served student, and goes on serving.",
            "",
            "Starts an embedded Kafka broker and S3 store and the four services, each as a process of its own."
                    + " A second @|bold up|@ on the same folder goes on where the first one stopped. Ctrl-C stops everything."
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Mixin
    ExperimentOption experiment = new ExperimentOption();

    @Mixin
    DatasetOption dataset = new DatasetOption();

    @Mixin
    DataOption data = new DataOption();

    @Option(
            names = "--keep-data",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Keep the state at the end, which is the default; --no-keep-data deletes what Retort made.")
    boolean keepData = true;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port of the gateway; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    int port = 8080;

    @Option(
            names = "--exit-when-served",
            description = "End once the run is done and its champion has answered, instead of serving on.")
    boolean exitWhenServed;

    @Override
    public Integer call() throws InterruptedException {
        ProgressView view = ProgressView.on(Terminal.current(), System.out);
        Path folder = data.path();
        Optional<Path> images = dataset.path();
        if (images.isEmpty() && DataFolder.looksLikeADataset(folder)) {
            images = Optional.of(folder);
            view.say(
                    "%s holds images: it is read as --dataset, and Retort keeps its state in %s (--data names the folder for that)"
                            .formatted(folder, DataOption.DEFAULT));
            folder = DataOption.DEFAULT;
        }
        new Up(Installation.current(), view)
                .run(new Up.Request(experiment.named(), images, folder, keepData, port, exitWhenServed));
        return ExitCode.OK;
    }
}
