package dev.retort.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.cli.stack.DataFolder;
import dev.retort.cli.stack.Installation;
import dev.retort.cli.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLaunchesTest {
    @TempDir
    Path home;

    @BeforeEach
    void thereAreJars() throws IOException {
        for (Service service : Service.values()) {
            Path jar = home.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
            Files.createDirectories(jar.getParent());
            Files.createFile(jar);
        }
    }

    private Map<String, String> environment(Map<String, String> settings) {
        return launch(settings).environment();
    }

    private ServiceProcess.Launch launch(Map<String, String> settings) {
        return launch(Service.GATEWAY, settings);
    }

    private ServiceProcess.Launch launch(Service service, Map<String, String> settings) {
        try (DataFolder data = DataFolder.open(home.resolve("data"))) {
            return new ServiceLaunches(new Installation(home), data, "broker:1", "http://store:2", home, settings)
                    .of(service, 8080);
        }
    }

    @Test
    void keepsTheClassesOfAServiceBesideItsJars() {
        assertThat(launch(Map.of()).command())
                .containsSubsequence(
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + home.resolve("serving-gateway/target/start.jsa"),
                        "-jar",
                        home.resolve("serving-gateway/target/quarkus-app/quarkus-run.jar")
                                .toString());
    }

    /** A gateway's would be collected more often, which its slowest requests would show. */
    @Test
    void keepsTheHeapsOfThoseThatTrainSmall() {
        assertThat(launch(Service.TEACHER, Map.of()).command()).contains("-Xms64m", "-XX:-ShrinkHeapInSteps");
        assertThat(launch(Service.TRAINER, Map.of()).command()).contains("-Xms64m", "-XX:-ShrinkHeapInSteps");
        assertThat(launch(Service.EVALUATION, Map.of()).command()).doesNotContain("-Xms64m");
        assertThat(launch(Service.GATEWAY, Map.of()).command()).doesNotContain("-Xms64m");
    }

    @Test
    void givesEachServiceTheSettingsThatItIsStartedWith() {
        assertThat(environment(Map.of())).doesNotContainKey("RETORT_GATEWAY_FEEDBACK_SHARE");
        assertThat(environment(Map.of("RETORT_GATEWAY_FEEDBACK_SHARE", "0")))
                .containsEntry("RETORT_GATEWAY_FEEDBACK_SHARE", "0")
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "broker:1");
    }

    @Test
    void leavesNoSettingInTheWayOfWhatAServiceNeeds() {
        assertThat(environment(Map.of("KAFKA_BOOTSTRAP_SERVERS", "elsewhere:1")))
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "broker:1");
    }
}
