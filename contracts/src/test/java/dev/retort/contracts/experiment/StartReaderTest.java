package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.contracts.Digest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartReaderTest {
    private static final Digest DIGEST = Digest.of("a student".getBytes(StandardCharsets.UTF_8));
    private static final String REST = """
            name: small
            dataset: {source: drawn}
            teacher: {network: resnet8, epochs: 1}
            student:
              network: resnet8
              epochs: 1
            """;

    @Test
    void readsEveryStart() throws Exception {
        assertThat(start("checkpointEverySteps: 0")).isEqualTo(new StudentStart.RandomWeights());
        assertThat(start("start: random")).isEqualTo(new StudentStart.RandomWeights());
        assertThat(start("start: teacher-layers")).isEqualTo(new StudentStart.TeacherLayers());
        assertThat(start("start: {version: " + DIGEST + "}")).isEqualTo(new StudentStart.Version(DIGEST));
        assertThat(start("start: {checkpoint: " + DIGEST + "}")).isEqualTo(new StudentStart.Checkpoint(DIGEST));
    }

    @Test
    void tellsRunsApartByTheirStart() throws Exception {
        assertThat(runId("start: random")).isNotEqualTo(runId("start: teacher-layers"));
        assertThat(runId("start: {version: " + DIGEST + "}"))
                .isNotEqualTo(runId("start: {checkpoint: " + DIGEST + "}"));
        assertThat(runId("start: random")).isEqualTo(runId("labelSmoothing: 0"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    start: teacher              | start         | one of random, teacher-layers
                    start: {version: abc}       | start.version | the 64 digits of a model version's digest
                    start: {checkpoint: abc}    | start.checkpoint | the 64 digits of a checkpoint's digest
                    start: {}                   | start.version | is required
                    start: [random]             | start         | expected one value
                    """)
    void namesTheLineAndKeyOfWhatIsWrong(String line, String key, String message) {
        InvalidExperimentException refused = catchThrowableOfType(InvalidExperimentException.class, () -> start(line));

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(7);
            assertThat(problem.key()).isEqualTo("student." + key);
            assertThat(problem.message()).contains(message);
        });
    }

    private static String runId(String line) throws InvalidExperimentException {
        return ExperimentReader.runId(ExperimentReader.read(REST + "  " + line + "\n"));
    }

    private static StudentStart start(String line) throws InvalidExperimentException {
        return ExperimentReader.read(REST + "  " + line + "\n").student().start();
    }
}
