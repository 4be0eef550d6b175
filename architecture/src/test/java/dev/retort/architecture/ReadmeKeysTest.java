package dev.retort.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.eval.config.EvaluationConfig;
import dev.retort.gateway.config.DjlServingConfig;
import dev.retort.gateway.config.FeedbackConfig;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.kit.config.ServiceConfig;
import dev.retort.kit.config.StoreConfig;
import dev.retort.teacher.config.TeacherConfig;
import dev.retort.trainer.config.TrainerConfig;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** READMEs list exactly the keys that exist, and each key says in its source what it is. */
class ReadmeKeysTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern KEY = Pattern.compile("`(retort\\.[a-z.-]+)`");

    static Stream<Arguments> modules() {
        return Stream.of(
                Arguments.of("service-kit", List.of(ServiceConfig.class, StoreConfig.class)),
                Arguments.of("teacher-service", List.of(TeacherConfig.class)),
                Arguments.of("student-trainer", List.of(TrainerConfig.class)),
                Arguments.of("eval-service", List.of(EvaluationConfig.class)),
                Arguments.of(
                        "serving-gateway", List.of(GatewayConfig.class, FeedbackConfig.class, DjlServingConfig.class)));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void listsExactlyTheKeysThatExist(String module, List<Class<?>> configurations) throws IOException {
        Set<String> shared = keys(List.of(ServiceConfig.class, StoreConfig.class));
        Set<String> listed = listed(TOP.resolve(module).resolve("README.md"));

        assertThat(listed).containsAll(keys(configurations));
        listed.removeAll(keys(configurations));
        assertThat(shared).as("keys that no configuration reads").containsAll(listed);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyKeyHasJavadoc(String module, List<Class<?>> configurations) throws IOException {
        for (Class<?> configuration : configurations) {
            List<String> lines = Files.readAllLines(source(module, configuration));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).endsWith("();")) {
                    assertThat(lineBeforeAnnotations(lines, i))
                            .as("before %s of %s", lines.get(i).strip(), configuration.getSimpleName())
                            .endsWith("*/");
                }
            }
        }
    }

    private static String lineBeforeAnnotations(List<String> lines, int declaration) {
        int line = declaration - 1;
        while (lines.get(line).strip().startsWith("@")) {
            line--;
        }
        return lines.get(line);
    }

    private static Path source(String module, Class<?> type) {
        return TOP.resolve(module)
                .resolve("src/main/java")
                .resolve(type.getName().replace('.', '/') + ".java");
    }

    /** Keys in the first column of tables with the heading "key". */
    private static Set<String> listed(Path readme) throws IOException {
        Set<String> keys = new TreeSet<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(readme)) {
            inTable = line.startsWith("| key |") || (inTable && line.startsWith("|"));
            if (inTable) {
                KEY.matcher(line.split("\\|", -1)[1]).results().forEach(key -> keys.add(key.group(1)));
            }
        }
        return keys;
    }

    private static Set<String> keys(List<Class<?>> configurations) {
        return configurations.stream()
                .flatMap(configuration -> Arrays.stream(configuration.getMethods())
                        .map(method -> prefix(configuration) + "." + kebab(method.getName())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String prefix(Class<?> configuration) {
        return Objects.requireNonNull(configuration.getAnnotation(ConfigMapping.class), "a configuration has a prefix")
                .prefix();
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
