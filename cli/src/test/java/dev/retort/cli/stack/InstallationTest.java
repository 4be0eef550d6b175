package dev.retort.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    Path home;

    @Test
    void findsAnExperimentByFileOrByName() throws IOException {
        Path shipped = Files.createDirectories(home.resolve("experiments")).resolve("quickstart.yaml");
        Files.createFile(shipped);
        Path own = Files.createFile(home.resolve("mine.yaml"));
        Installation installation = new Installation(home);

        assertThat(installation.experiment("quickstart")).isEqualTo(shipped);
        assertThat(installation.experiment(own.toString())).isEqualTo(own);
        assertThatThrownBy(() -> installation.experiment("nosuch"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("nosuch")
                .hasMessageContaining("quickstart");
    }

    @Test
    void saysWhichServiceIsNotBuilt() {
        assertThatThrownBy(new Installation(home)::requireBuilt)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("teacher-service is not built");
    }
}
