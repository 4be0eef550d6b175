package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files under {@code experiments}. */
class ShippedExperimentsTest {
    private static final Path DIRECTORY = Path.of("..", "experiments");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }

    private static Experiment read(Path file) throws Exception {
        return ExperimentReader.read(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void canBeReadAndAreNamedAsTheirFiles(Path file) throws Exception {
        assertThat(read(file).name() + ".yaml").isEqualTo(String.valueOf(file.getFileName()));
    }

    @Test
    void areAllThere() throws IOException {
        assertThat(files())
                .extracting(file -> String.valueOf(file.getFileName()))
                .contains(
                        "airbench.yaml",
                        "quickstart.yaml",
                        "cifar10-cpu.yaml",
                        "cifar10-seeds.yaml",
                        "cifar10-resnet50-resnet18.yaml",
                        "temperature-sweep.yaml",
                        "tiny.yaml");
    }

    /**
     * A run is named by the digest of its experiment: if this changes, every run that somebody has begun is begun anew.
     * Change the pinned ones only together with what the experiment means.
     */
    @Test
    void areTheSameRunsInEveryVersion() throws Exception {
        Map<String, String> runs = Map.of(
                "tiny", "tiny-8e50f622ace9",
                "temperature-sweep", "temperature-sweep-6e8a330b05cc",
                "cifar10-seeds", "cifar10-seeds-3d33f4b192e6",
                "cifar10-resnet50-resnet18", "cifar10-resnet50-resnet18-284c237ff3bf");
        for (Map.Entry<String, String> run : runs.entrySet()) {
            Experiment experiment = read(DIRECTORY.resolve(run.getKey() + ".yaml"));

            assertThat(ExperimentReader.runId(experiment)).isEqualTo(run.getValue());
        }
    }
}
