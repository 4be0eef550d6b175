package dev.retort.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.contracts.Json;
import dev.retort.local.testing.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Dashboards and alerts ask for metrics that there are: those that the READMEs list, which each service's tests hold it to. */
class ObservabilityTest {
    private static final Path TOP = Path.of("..");
    private static final Path DASHBOARDS = TOP.resolve("deploy/grafana/dashboards");
    private static final Path RULES = TOP.resolve("deploy/prometheus/rules.yml");
    private static final Pattern METRIC = Pattern.compile("\\bretort_[a-z_]+");
    /** What Prometheus makes of one timer or distribution. */
    private static final Pattern PART = Pattern.compile("_(count|sum|max|bucket)$");

    private static final List<String> READMES =
            List.of("service-kit", "teacher-service", "student-trainer", "eval-service", "serving-gateway");

    static Stream<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelAsksForMetricsThatThereAre(Path dashboard) throws IOException {
        JsonNode panels = Json.MAPPER.readTree(dashboard.toFile()).path("panels");

        assertThat(panels).isNotEmpty();
        Set<String> ids = new TreeSet<>();
        for (JsonNode panel : panels) {
            assertThat(ids.add(panel.path("id").asText()))
                    .as("ids of %s", dashboard)
                    .isTrue();
            assertThat(panel.path("title").asText()).isNotEmpty();
            assertThat(panel.path("targets")).isNotEmpty();
            for (JsonNode target : panel.path("targets")) {
                assertAsksForMetricsThatThereAre(target.path("expr").asText());
            }
        }
    }

    @Test
    void everyAlertAsksForMetricsThatThereAreAndSaysWhatToDo() throws IOException {
        List<Map<?, ?>> rules = rules();

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertAsksForMetricsThatThereAre((String) value(rule, "expr"));
            assertThat((Map<?, ?>) rule.get("labels")).hasSize(1);
            assertThat(((Map<?, ?>) value(rule, "annotations"))
                            .keySet().stream().map(String::valueOf))
                    .containsExactlyInAnyOrder("summary", "what_to_do");
        });
    }

    private static Object value(Map<?, ?> section, String key) {
        return Objects.requireNonNull(section.get(key), key);
    }

    private static List<Map<?, ?>> rules() throws IOException {
        Object file = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
        List<Map<?, ?>> rules = new ArrayList<>();
        for (Object group : (List<?>) value((Map<?, ?>) file, "groups")) {
            for (Object rule : (List<?>) value((Map<?, ?>) group, "rules")) {
                rules.add((Map<?, ?>) rule);
            }
        }
        return rules;
    }

    private static void assertAsksForMetricsThatThereAre(String query) throws IOException {
        assertThat(query).isNotBlank();
        Set<String> known = known();
        METRIC.matcher(query)
                .results()
                .map(found -> found.group())
                .forEach(metric -> assertThat(known.contains(metric)
                                || known.contains(PART.matcher(metric).replaceFirst("")))
                        .as("%s, of %s", metric, query)
                        .isTrue());
    }

    private static Set<String> known() throws IOException {
        Set<String> known = new TreeSet<>();
        for (String module : READMES) {
            known.addAll(Readme.metrics(TOP.resolve(module).resolve("README.md")));
        }
        return known;
    }
}
