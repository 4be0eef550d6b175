package dev.retort.cli;

import dev.retort.cli.demo.ContinuousDemo;
import dev.retort.cli.demo.Plan;
import dev.retort.cli.stack.DataFolder;
import dev.retort.cli.stack.Installation;
import dev.retort.cli.terminal.Terminal;
import dev.retort.distill.data.corruption.Corruption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "continuous",
        description = {
            "Changes the images that a served student is asked about, and shows how it learns them.",
            "",
            "Makes a student of clean images, serves it, and sends it new ones; then these are corrupted. Measures at the"
                    + " gateway how right the answers are on images as they were and as they are now, until the time is up,"
                    + " and draws both. Ends by itself."
        },
        mixinStandardHelpOptions = true)
final class ContinuousDemoCommand implements Callable<Integer> {
    @Option(
            names = "--experiment",
            paramLabel = "FILE|NAME",
            defaultValue = "continuous-quickstart",
            description = "One with a section continuous. Default: ${DEFAULT-VALUE}")
    String experiment = "continuous-quickstart";

    @Mixin
    DatasetOption dataset = new DatasetOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "retort-demo",
            description =
                    "Folder for its state, chart and figures; a new one for each call. Default: ./${DEFAULT-VALUE}")
    Path data = Path.of("retort-demo");

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description =
                    "Begins with a copy of what ./retort up has left in this folder, so that several calls share a teacher and its labels. Its experiment must be of the same seed, and have no arm that is promoted.")
    @Nullable
    Path from;

    @Option(names = "--no-retraining", description = "For comparison: new images come, nothing is learnt from them.")
    boolean noRetraining;

    @Option(names = "--no-replay", description = "For comparison: the student goes on with new images alone.")
    boolean noReplay;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the experiment and of the images. Default: ${DEFAULT-VALUE}")
    long seed = 1;

    @Option(
            names = "--shift",
            paramLabel = "KIND-SEVERITY",
            split = ",",
            defaultValue = Plan.USUAL_SHIFT,
            description =
                    "What becomes of the images: noise, blur, contrast, colour, each with 1 to 5. Default: ${DEFAULT-VALUE}")
    String[] shift = Plan.USUAL_SHIFT.split(",", -1);

    @Option(
            names = "--before",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "From the first new image to the shift. Default: ${DEFAULT-VALUE}")
    int beforeSeconds = 20;

    @Option(
            names = "--after",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "From the shift to the end. Default: ${DEFAULT-VALUE}")
    int afterSeconds = 180;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "40",
            description = "New images a second. Default: ${DEFAULT-VALUE}")
    int imagesPerSecond = 40;

    @Option(
            names = "--label-every",
            paramLabel = "N",
            defaultValue = "4",
            description = "Every so many new images one has a label. Default: ${DEFAULT-VALUE}")
    int labelEvery = 4;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port of the gateway; 0, the default, takes a free one.")
    int port;

    @Override
    public Integer call() throws InterruptedException {
        if (DataFolder.holdsState(data)) {
            throw CommandFailure.usage(
                    "%s holds the state of something that ran before, whose champion would be asked: delete it, or name a new folder with --data DIR"
                            .formatted(data));
        }
        if (from != null) {
            DataFolder.copyState(from, data);
        }
        Plan plan = new Plan(
                variant(),
                corruptions(),
                seed,
                seconds("--before", beforeSeconds),
                seconds("--after", afterSeconds),
                atLeastOne("--rate", imagesPerSecond),
                atLeastOne("--label-every", labelEvery));
        new ContinuousDemo(Installation.current(), Terminal.current(), System.out)
                .run(new ContinuousDemo.Request(experiment, dataset.path(), data, port, plan));
        return ExitCode.OK;
    }

    private Plan.Variant variant() {
        if (noRetraining && noReplay) {
            throw CommandFailure.usage("--no-retraining leaves nothing to replay: give one of the two");
        }
        return noRetraining
                ? Plan.Variant.WITHOUT_RETRAINING
                : noReplay ? Plan.Variant.WITHOUT_REPLAY : Plan.Variant.WITH_RETRAINING;
    }

    private List<Corruption> corruptions() {
        try {
            return Arrays.stream(shift).map(Corruption::parse).toList();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--shift: " + e.getMessage());
        }
    }

    private static Duration seconds(String option, int seconds) {
        return Duration.ofSeconds(atLeastOne(option, seconds));
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw CommandFailure.usage("%s is at least 1, not %d".formatted(option, value));
        }
        return value;
    }
}
