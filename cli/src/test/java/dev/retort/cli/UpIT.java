package dev.retort.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The whole of Retort, as a user starts it: five processes, real protocols, one tiny experiment. */
@DisabledOnOs(OS.WINDOWS)
class UpIT {
    /** A minute on two quiet cores; a busy machine may take its time. */
    private static final long PATIENCE_MINUTES = 10;

    @TempDir
    Path temporary;

    @Test
    void servesAPromotedStudentAndFindsItAgainWithoutTraining() throws Exception {
        Path data = temporary.resolve("data");

        Ended first = up(data);

        assertThat(first.exitCode()).as(first.output()).isEqualTo(ExitCode.OK);
        assertThat(first.output())
                .contains("First answer of a promoted student")
                .contains("← champion")
                .contains("student distilled: done")
                .contains("curl --data-binary");
        assertThat(data.resolve("samples")).isDirectoryContaining("glob:**.png");
        List<Path> artefacts = artefacts(data);

        Ended second = up(data);

        assertThat(second.exitCode()).as(second.output()).isEqualTo(ExitCode.OK);
        assertThat(second.output()).contains("← champion").doesNotContain("teacher resnet8: 0 %");
        assertThat(artefacts(data)).isEqualTo(artefacts);
        assertThat(ProcessHandle.current().descendants())
                .as("services that outlived ./retort up")
                .isEmpty();
    }

    private record Ended(int exitCode, String output) {}

    private Ended up(Path data) throws IOException, InterruptedException {
        Path output = Files.createTempFile(temporary, "up", ".log");
        Process process = new ProcessBuilder(command(data))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            assertThat(ended).as("./retort up ends by itself").isTrue();
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8) + logs(data));
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command(Path data) {
        Path home = Path.of("..").toAbsolutePath().normalize();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dretort.home=" + home,
                "-jar",
                home.resolve("cli/target/cli-0.1.0-SNAPSHOT.jar").toString(),
                "up",
                "--experiment",
                "tiny",
                "--exit-when-served",
                "--data",
                data.toString(),
                "--port",
                "0");
    }

    /** Errors of the services, for whoever has to find out why this failed. */
    private static String logs(Path data) throws IOException {
        List<String> errors = new ArrayList<>();
        try (Stream<Path> files = Files.list(data.resolve("logs"))) {
            for (Path file :
                    files.filter(log -> log.toString().endsWith("-service.log")).toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.contains("ERROR"))
                        .map(line -> file.getFileName() + ": " + line)
                        .forEach(errors::add);
            }
        }
        return String.join(System.lineSeparator(), errors);
    }

    /** Everything that training and scoring leave in the store. */
    private static List<Path> artefacts(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("store/retort"))) {
            return files.filter(file -> file.endsWith("manifest.json"))
                    .map(data::relativize)
                    .sorted()
                    .toList();
        }
    }
}
