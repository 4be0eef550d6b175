package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.contracts.Json;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the compose files come to. Asks Docker's command line, and no engine. */
class ComposeConfigIT {
    private static final List<String> CHECKED_MODULES =
            List.of("teacher-service", "student-trainer", "eval-service", "serving-gateway");

    private final Commands commands = new Commands(ComposeFile.TOP, Map.of("COMPOSE_PROFILES", ""));

    @BeforeEach
    void requireCompose() {
        assumeTrue(commands.succeeds("docker", "compose", "version"), "no docker compose");
    }

    @Test
    void everyServiceIsBoundedAndWithoutRights() throws Exception {
        JsonNode services = services("-f", "docker-compose.yml");

        for (String module : CHECKED_MODULES) {
            JsonNode service = services.path(module);
            assertThat(service.path("read_only").asBoolean()).as(module).isTrue();
            assertThat(service.path("cap_drop").path(0).asText()).as(module).isEqualTo("ALL");
            assertThat(service.path("mem_limit").asLong()).as(module).isPositive();
            assertThat(service.path("cpus").asDouble()).as(module).isPositive();
            assertThat(service.path("restart").asText()).as(module).isEqualTo("unless-stopped");
            assertThat(service.path("depends_on")
                            .path("kafka")
                            .path("condition")
                            .asText())
                    .as(module)
                    .isEqualTo("service_healthy");
        }
    }

    @Test
    void whatIsPublishedIsOnLoopbackAlone() throws Exception {
        JsonNode services = services("--profile", "*", "-f", "docker-compose.yml");

        List<String> published = new ArrayList<>();
        services.properties()
                .forEach(service -> service.getValue().path("ports").forEach(port -> {
                    assertThat(port.path("host_ip").asText())
                            .as(service.getKey())
                            .isEqualTo("127.0.0.1");
                    published.add(service.getKey());
                }));
        assertThat(published).containsExactlyInAnyOrder("serving-gateway", "store", "prometheus", "grafana");
    }

    @Test
    void theGpuFileAsksForADeviceAndForLibtorchWithCuda() throws Exception {
        JsonNode services = services("-f", "docker-compose.yml", "-f", "deploy/compose.gpu.yml");

        for (String module : List.of("teacher-service", "student-trainer")) {
            JsonNode service = services.path(module);
            JsonNode device = service.at("/deploy/resources/reservations/devices/0");
            assertThat(device.path("driver").asText()).as(module).isEqualTo("nvidia");
            assertThat(device.path("capabilities").path(0).asText()).as(module).isEqualTo("gpu");
            assertThat(service.at("/build/target").asText()).as(module).isEqualTo("torch-service-gpu");
            assertThat(service.at("/build/args/SERVICE").asText()).isEqualTo(module);
        }
    }

    @Test
    void theExternalFileLeavesBothServersOutAndHandsOnWhatTheyAskFor() throws Exception {
        Commands told = new Commands(
                ComposeFile.TOP,
                Map.of(
                        "COMPOSE_PROFILES", "",
                        "KAFKA_BOOTSTRAP_SERVERS", "broker.example.org:9093",
                        "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                        "RETORT_STORE_ENDPOINT", "https://s3.example.org"));

        JsonNode services = services(told, "-f", "docker-compose.yml", "-f", "deploy/compose.external.yml");

        assertThat(services.has("kafka") || services.has("store")).isFalse();
        for (String module : CHECKED_MODULES) {
            JsonNode service = services.path(module);
            assertThat(service.path("depends_on")).as(module).isEmpty();
            assertThat(service.at("/environment/RETORT_STORE_ENDPOINT").asText())
                    .isEqualTo("https://s3.example.org");
        }
        assertThat(services.findValuesAsText("KAFKA_SECURITY_PROTOCOL"))
                .as("the four services and the one that submits")
                .containsExactly("SASL_SSL", "SASL_SSL", "SASL_SSL", "SASL_SSL", "SASL_SSL");
        assertThat(services.at("/experiment/command").toString()).doesNotContain("--kafka");
    }

    @Test
    void theDockerfileHasEveryStageThatIsAskedFor() throws Exception {
        String dockerfile = Files.readString(ComposeFile.TOP.resolve("deploy/Dockerfile"));
        Set<String> stages = found("(?m)^FROM \\S+ AS (\\S+)$", dockerfile);
        Set<String> asked = found("--from=(\\S+)", dockerfile);
        for (JsonNode service : services("-f", "docker-compose.yml", "-f", "deploy/compose.gpu.yml")) {
            asked.addAll(service.path("build").findValuesAsText("target"));
        }
        asked.addAll(List.of("service", "torch-service", "cli"));

        assertThat(asked).contains("torch-service-gpu", "outcome").isSubsetOf(stages);
        assertThat(found("PYTORCH_FLAVOR=(\\S+)", dockerfile)).containsExactlyInAnyOrder("cpu", "cu128");
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private JsonNode services(String... options) throws Exception {
        return services(commands, options);
    }

    private static JsonNode services(Commands commands, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker", "compose"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("config", "--format", "json"));
        return Json.MAPPER
                .readTree(commands.run(command.toArray(String[]::new)))
                .path("services");
    }
}
