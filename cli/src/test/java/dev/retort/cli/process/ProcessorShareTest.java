package dev.retort.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.cli.stack.Service;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessorShareTest {
    @TempDir
    Path folder;

    @Test
    void letsOpenMpThreadsSleepUnlessTheUserHasChosen() {
        assertThat(ProcessorShare.environment(Map.of())).containsOnlyKeys("GOMP_SPINCOUNT");
        assertThat(ProcessorShare.environment(Map.of("OMP_WAIT_POLICY", "ACTIVE")))
                .isEmpty();
        assertThat(ProcessorShare.environment(Map.of("GOMP_SPINCOUNT", "7"))).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void putsTheStudentBehindTheOthersAndTheGatewayFirst() throws IOException {
        Files.createFile(folder.resolve("nice")).toFile().setExecutable(true);
        Map<String, String> environment = Map.of("PATH", "/nowhere" + File.pathSeparator + folder);

        assertThat(ProcessorShare.prefix(Service.GATEWAY, environment)).isEmpty();
        assertThat(ProcessorShare.prefix(Service.TEACHER, environment)).containsExactly("nice", "-n", "5");
        assertThat(ProcessorShare.prefix(Service.TRAINER, environment)).containsExactly("nice", "-n", "10");
        assertThat(ProcessorShare.prefix(Service.EVALUATION, environment))
                .as("scoring yields to training")
                .containsExactly("nice", "-n", "19");
    }

    @Test
    void treatsAllAlikeWhereThereIsNoNice() {
        assertThat(ProcessorShare.prefix(Service.TRAINER, Map.of("PATH", folder.toString())))
                .isEmpty();
    }
}
