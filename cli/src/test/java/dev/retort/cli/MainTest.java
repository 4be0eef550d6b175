package dev.retort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine =
            Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "predict",
                "status",
                "leaderboard",
                "explain",
                "lineage",
                "replay",
                "promote",
                "rollback",
                "samples",
                "pause",
                "resume",
                "retrain",
                "demo",
                "canary",
                "shadow",
                "doctor",
                "bench"
            })
    void everyCommandHasHelp(String command) {
        assertThat(commandLine.execute(command, "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: retort " + command);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(commandLine.execute("up", "--colour")).isEqualTo(ExitCode.USAGE);
        assertThat(commandLine.execute()).isEqualTo(ExitCode.USAGE);
        assertThat(commandLine.execute("up", "--experiment", "nosuch")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--colour").contains("there is no experiment nosuch");
    }

    @Test
    void refusesADemonstrationThatCannotBe() throws Exception {
        String fresh = temporary.resolve("fresh").toString();
        Files.createDirectories(temporary.resolve("used/kafka"));

        assertThat(demo("--data", fresh, "--shift", "fog-1")).isEqualTo(ExitCode.USAGE);
        assertThat(demo("--data", fresh, "--no-retraining", "--no-replay")).isEqualTo(ExitCode.USAGE);
        assertThat(demo("--data", fresh, "--rate", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(demo("--data", fresh, "--experiment", "../experiments/tiny.yaml"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(demo("--data", temporary.resolve("used").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(commandLine.execute("demo")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("'fog-1' is no corruption")
                .contains("--no-retraining leaves nothing to replay")
                .contains("--rate is at least 1, not 0")
                .contains("has no section continuous")
                .contains("holds the state of something that ran before")
                .contains("There is: continuous");
        assertThat(temporary.resolve("fresh")).doesNotExist();
    }

    private int demo(String... options) {
        return commandLine.execute(Stream.concat(Stream.of("demo", "continuous"), Stream.of(options))
                .toArray(String[]::new));
    }

    @Test
    void saysThatNothingRuns() {
        assertThat(commandLine.execute("status", "--data", temporary.toString()))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(err.toString()).contains("Retort does not run on").contains("./retort up");
    }

    @Test
    void namesLineAndKeyOfAWrongExperimentBeforeItStartsAnything() throws Exception {
        Path file = Files.writeString(temporary.resolve("wrong.yaml"), "name: wrong\ncolour: blue\n");

        int exitCode = commandLine.execute(
                "up",
                "--experiment",
                file.toString(),
                "--data",
                temporary.resolve("data").toString());

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("line 2").contains("colour");
        assertThat(temporary.resolve("data")).doesNotExist();
    }

    @Test
    void saysThatADatasetFolderIsMissingBeforeItStartsAnything() throws Exception {
        Path file = Files.writeString(temporary.resolve("right.yaml"), """
                name: right
                dataset: {source: cifar10}
                teacher: {network: resnet8, epochs: 1}
                student: {network: resnet8, epochs: 1}
                """);
        Path nowhere = temporary.resolve("nowhere");
        Path data = temporary.resolve("data");

        int exitCode = commandLine.execute(
                "up", "--experiment", file.toString(), "--dataset", nowhere.toString(), "--data", data.toString());

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--dataset " + nowhere + " is no directory");
        assertThat(data).doesNotExist();
    }

    @Test
    void keepsDataUnlessToldNotTo() {
        assertThat(upWith()).isTrue();
        assertThat(upWith("--keep-data")).isTrue();
        assertThat(upWith("--no-keep-data")).isFalse();
    }

    private static boolean upWith(String... options) {
        UpCommand up = new UpCommand();
        new CommandLine(up).parseArgs(options);
        return up.keepData;
    }

    @ParameterizedTest
    @CsvSource({"10%, 0.1", "0.25, 0.25", "100%, 1", "0, 0"})
    void readsAShareAsPeopleWriteIt(String text, double share) {
        CanaryCommand canary = new CanaryCommand();
        new CommandLine(canary).parseArgs("abc", "--reason", "try it", "--share", text);

        assertThat(canary.share).isEqualTo(share);
        assertThat(canary.trial.wish.version).isEqualTo("abc");
        assertThat(canary.greatestErrorRate).isEqualTo(0.01);
    }

    @ParameterizedTest
    @ValueSource(strings = {"110%", "-1%", "2", "NaN", "many", "%", ""})
    void refusesAShareThatIsNone(String share) {
        assertThat(commandLine.execute("canary", "abc", "--reason", "try it", "--share", share))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("is no share");
    }

    @Test
    void givesABenchmarkItsOptions() {
        BenchCommand bench = (BenchCommand) commandLine
                .parseArgs("bench", "accuracy", "--epochs", "1", "--help")
                .subcommand()
                .commandSpec()
                .userObject();

        assertThat(bench.name).isEqualTo("accuracy");
        assertThat(bench.arguments).containsExactly("--epochs", "1", "--help");
    }

    @Test
    void wantsAVersionToTryOrAnEndAndNotBoth() {
        assertThat(commandLine.execute("canary", "--reason", "why")).isEqualTo(ExitCode.USAGE);
        assertThat(commandLine.execute("shadow", "abc", "--end", "--reason", "why"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("VERSION").contains("--end");
    }
}
