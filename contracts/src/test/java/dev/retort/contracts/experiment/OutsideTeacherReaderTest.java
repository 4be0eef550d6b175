package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.contracts.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideTeacherReaderTest {
    private static final Digest DIGEST = Digest.of("a file".getBytes(StandardCharsets.UTF_8));

    @Test
    void readsAFileWithItsPreprocessing() throws Exception {
        assertThat(teacher("file: nets/big.onnx, sha256: " + DIGEST))
                .isEqualTo(new TeacherSpec.Outside(
                        "nets/big.onnx", DIGEST, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), null));
        assertThat(teacher(
                        "file: big.pt, sha256: %s, preprocessing: {mean: [0.5, 0.4, -0.3], standardDeviation: [0.2, 0.2, 0.1]}"
                                .formatted(DIGEST)))
                .isEqualTo(new TeacherSpec.Outside(
                        "big.pt", DIGEST, List.of(0.5, 0.4, -0.3), List.of(0.2, 0.2, 0.1), null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    size: [224, 160]                            | 224 | 160 | RGB | 1
                    size: [224, 160], channels: bgr, scale: 255 | 224 | 160 | BGR | 255
                    size: [8, 1024], scale: 255                 | 8   | 1024 | RGB | 255
                    """)
    void readsWhatIsDoneWithAnImage(String keys, int height, int width, Preprocessing.Channels channels, int scale)
            throws Exception {
        TeacherSpec.Outside read =
                (TeacherSpec.Outside) teacher("file: big.pt, sha256: %s, preprocessing: {%s}".formatted(DIGEST, keys));

        assertThat(read.preprocessingOrStandard())
                .isEqualTo(new Preprocessing(new Preprocessing.Size(height, width), channels, scale));
    }

    @Test
    void takesAStandardSpelledOutForNothingSaid() throws Exception {
        assertThat(teacher("file: big.pt, sha256: %s, preprocessing: {channels: rgb, scale: 1}".formatted(DIGEST)))
                .isEqualTo(teacher("file: big.pt, sha256: " + DIGEST));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    file: ../big.onnx, sha256: $         | file                            | without '..'
                    file: /etc/big.onnx, sha256: $       | file                            | below the dataset directory
                    file: big.h5, sha256: $              | file                            | ends in .onnx or .pt
                    file: big.pt                         | sha256                          | is required
                    file: big.pt, sha256: $, epochs: 3   | epochs                          | unknown key
                    file: big.pt, sha256: $, preprocessing: {mean: [0.5]}  | preprocessing.mean | 1 numbers for 3 channels
                    file: big.pt, sha256: $, preprocessing: {standardDeviation: [1, 1, 0]} | preprocessing.standardDeviation | out of range
                    file: big.pt, sha256: $, preprocessing: {size: 224}        | preprocessing.size | a list of 2 whole numbers, each 8 to 1024
                    file: big.pt, sha256: $, preprocessing: {size: [224]}      | preprocessing.size | a list of 2 whole numbers
                    file: big.pt, sha256: $, preprocessing: {size: [224, 7]}   | preprocessing.size | is not allowed: a list of 2
                    file: big.pt, sha256: $, preprocessing: {size: [2.5, 64]}  | preprocessing.size | is not allowed: a list of 2
                    file: big.pt, sha256: $, preprocessing: {channels: gbr}    | preprocessing.channels | one of bgr, rgb
                    file: big.pt, sha256: $, preprocessing: {scale: 256}       | preprocessing.scale | one of 1, 255
                    """)
    void namesTheLineAndKeyOfWhatIsWrong(String keys, String key, String message) {
        InvalidExperimentException refused =
                catchThrowableOfType(InvalidExperimentException.class, () -> teacher(keys.replace("$", DIGEST.hex())));

        assertThat(refused.problems()).first().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.key()).isEqualTo("teacher." + key);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void showsNoLayersToAStudent() {
        String yaml =
                yaml("file: big.pt, sha256: " + DIGEST).replace("epochs: 1}", "epochs: 1, start: teacher-layers}");

        assertThat(catchThrowableOfType(InvalidExperimentException.class, () -> ExperimentReader.read(yaml)))
                .hasMessageContaining("a file shows no layers");
    }

    private static TeacherSpec teacher(String keys) throws InvalidExperimentException {
        return ExperimentReader.read(yaml(keys)).teacher();
    }

    private static String yaml(String keys) {
        return """
                name: small
                dataset: {source: drawn}
                teacher: {%s}
                student: {network: resnet8, epochs: 1}
                """.formatted(keys);
    }
}
