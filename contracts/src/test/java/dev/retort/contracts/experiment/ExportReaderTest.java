package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportReaderTest {
    private static final String REST = """
            name: small
            dataset: {source: drawn}
            teacher: {network: resnet8, epochs: 1}
            student:
              network: resnet8
              epochs: 1
            """;

    private static Experiment experiment(String line) throws InvalidExperimentException {
        return ExperimentReader.read(REST + "  " + line + "\n");
    }

    private static ExportSpec export(String line) throws InvalidExperimentException {
        return experiment(line).student().exportOrStandard();
    }

    @Test
    void readsTheFormsWhateverTheirOrder() throws Exception {
        assertThat(export("checkpointEverySteps: 0")).isEqualTo(ExportSpec.STANDARD);
        assertThat(export("export: {precisions: [int8, fp32], calibrationImages: 100}"))
                .isEqualTo(new ExportSpec(List.of(ExportPrecision.FP32, ExportPrecision.INT8), 100));
    }

    @Test
    void leavesTheNamesOfRunsAsTheyWere() throws Exception {
        String before = ExperimentReader.runId(experiment("checkpointEverySteps: 0"));

        assertThat(ExperimentReader.runId(experiment("export: {precisions: [fp32]}")))
                .isEqualTo(before);
        assertThat(ExperimentReader.runId(experiment("export: {precisions: [fp32, int8]}")))
                .isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    export: {precisions: [int4]}        | precisions        | one of fp32, int8
                    export: {precisions: []}            | precisions        | at least one
                    export: {precisions: [int8, int8]}  | precisions        | each once
                    export: {precisions: int8}          | precisions        | expected a list
                    export: {calibrationImages: 10}     | calibrationImages | belongs to int8
                    export: {precisions: [int8], calibrationImages: 0} | calibrationImages | 1 to
                    """)
    void namesTheLineAndKeyOfWhatIsWrong(String line, String key, String message) {
        InvalidExperimentException refused =
                catchThrowableOfType(InvalidExperimentException.class, () -> experiment(line));

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(7);
            assertThat(problem.key()).isEqualTo("student.export." + key);
            assertThat(problem.message()).contains(message);
        });
    }
}
