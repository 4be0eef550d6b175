package dev.retort.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Metrics of libraries, which no README of ours lists. */
class ObservabilityIT extends OnContainers {
    private static final Pattern METRIC = Pattern.compile("\\b(?:jvm|process|http|kafka)_[a-z_]+");

    @Test
    void servicesHaveTheMetricsOfLibrariesThatDashboardsAndAlertsAskFor() throws Exception {
        FinishedRun.shared(log);
        Set<String> exposed = new TreeSet<>();
        for (RunningService service : services.all()) {
            service.metrics()
                    .lines()
                    .map(line -> line.replaceFirst("[{ ].*", ""))
                    .forEach(exposed::add);
        }

        assertThat(asked()).isNotEmpty().isSubsetOf(exposed);
    }

    private static Set<String> asked() throws IOException {
        Stream<String> queries = Stream.concat(
                Stream.of(Files.readString(ComposeFile.TOP.resolve("deploy/prometheus/rules.yml"))),
                dashboards().stream());
        return queries.flatMap(query -> METRIC.matcher(query).results())
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(ComposeFile.TOP.resolve("deploy/grafana/dashboards"))) {
            return files.flatMap(file -> expressions(file).stream()).toList();
        }
    }

    private static List<String> expressions(Path dashboard) {
        try {
            return Json.MAPPER.readTree(dashboard.toFile()).findValues("expr").stream()
                    .map(JsonNode::asText)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
