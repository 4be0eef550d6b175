package dev.retort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
}
