package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retort.cli.http.Gateway;
import dev.retort.cli.run.Samples;
import dev.retort.cli.stack.Service;
import dev.retort.local.Ports;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compose file itself, under another name and on other ports. Its images are made of what Maven has just built, so that
 * nothing is compiled twice.
 */
@RequiresDocker
class ComposeIT {
    private static final String PROJECT = "retort-compose-test";
    private static final String RUNTIME_IMAGE = "eclipse-temurin:25-jre";

    @TempDir
    Path folder;

    private int gatewayPort;
    private Commands commands;

    @BeforeEach
    void prepare() {
        gatewayPort = Ports.free();
        commands = new Commands(
                ComposeFile.TOP,
                Map.of(
                        "GATEWAY_PORT", String.valueOf(gatewayPort),
                        "STORE_CONSOLE_PORT", String.valueOf(Ports.free()),
                        "EXPERIMENT", "experiments/tiny.yaml"));
        assumeTrue(commands.succeeds("docker", "compose", "version"), "no docker compose");
        assumeTrue(commands.succeeds("docker", "buildx", "version"), "no docker buildx");
        assumeTrue(
                commands.succeeds("docker", "image", "inspect", RUNTIME_IMAGE)
                        || commands.succeeds("docker", "pull", RUNTIME_IMAGE),
                "no image " + RUNTIME_IMAGE);
    }

    @AfterEach
    void stop() throws Exception {
        if (Files.exists(override())) {
            compose("down", "--volumes", "--rmi", "local", "--timeout", "5");
        }
    }

    @Test
    void comesUpWithTwoTeachersRunsAnExperimentAndAnswers() throws Exception {
        commands.run("sh", "deploy/stage.sh", folder.resolve("built/out").toString());
        Files.writeString(override(), imagesOf(folder.resolve("built")));

        compose("up", "--build", "--detach", "--scale", "teacher-service=2");
        compose("wait", "experiment");

        assertThat(log("experiment")).contains("First answer of a promoted student");
        Gateway gateway = new Gateway(URI.create("http://127.0.0.1:" + gatewayPort));
        assertThat(gateway.predict(Samples.drawn(folder)).predictions()).isNotEmpty();
        for (Service service : Service.values()) {
            String container = firstLine(compose("ps", "--quiet", service.module()));
            assertThat(inspect(container, "{{.HostConfig.ReadonlyRootfs}} {{.Config.User}} {{.State.Health.Status}}"))
                    .as(service.module())
                    .isEqualTo("true retort healthy");
            assertThat(inspect(container, "{{.RestartCount}}"))
                    .as(service.module())
                    .isEqualTo("0");
        }
        assertThat(compose("ps", "--format", "{{.Ports}}"))
                .doesNotContain("0.0.0.0:")
                .contains("127.0.0.1:" + gatewayPort);
    }

    private Path override() {
        return folder.resolve("images.yml");
    }

    /** Images under names of this project's own, of that folder in place of what the build stage makes. */
    private static String imagesOf(Path built) {
        return Stream.concat(Arrays.stream(Service.values()).map(Service::module), Stream.of("experiment"))
                .map("""
                          %s:
                            image: !reset null
                            build:
                              context: BUILT
                              dockerfile: TOP/deploy/Dockerfile
                              args: {OUTCOME: staged}
                        """.replace("BUILT", built.toString()).replace("TOP", ComposeFile.TOP.toString())::formatted)
                .collect(Collectors.joining("", "services:\n", ""));
    }

    private String log(String service) {
        try {
            return compose("logs", "--no-color", service);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String inspect(String container, String format) throws Exception {
        return commands.run("docker", "inspect", "--format", format, container).strip();
    }

    private String compose(String... arguments) throws Exception {
        List<String> options = List.of(
                "docker",
                "compose",
                "--project-name",
                PROJECT,
                "-f",
                "docker-compose.yml",
                "-f",
                override().toString());
        return commands.run(
                Stream.concat(options.stream(), Arrays.stream(arguments)).toArray(String[]::new));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElseThrow();
    }
}
