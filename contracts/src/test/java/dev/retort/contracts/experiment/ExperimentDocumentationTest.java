package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.contracts.experiment.InvalidExperimentException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code docs/experiments.md} names every key that the reader knows. */
class ExperimentDocumentationTest {
    private static final String KNOWN = "unknown key; known here: ";
    private static final String PROBE = "nobody-knows-this-key";

    /** A probe in every section, once for every kind that has keys of its own: the reader answers with all it knows. */
    private static final List<String> PROBES = List.of("""
            ?: 1
            dataset: {?: 1}
            teacher: {?: 1, optimizer: {?: 1}, schedule: {?: 1}, augmentation: {?: 1}}
            transferSet: {?: 1, augmentation: {?: 1}}
            student: {?: 1, optimizer: {?: 1}, schedule: {?: 1}}
            arms: [{?: 1, loss: {?: 1}}]
            promotion: {?: 1}
            continuous: {?: 1, trigger: {?: 1}, replay: {?: 1}, gate: {?: 1}, guards: {?: 1}}
            """, """
            dataset: {?: 1, source: cifar10}
            teacher: {schedule: {?: 1, kind: cosine}}
            student: {schedule: {?: 1, kind: cosine}}
            """, """
            dataset: {?: 1, source: drawn}
            teacher: {schedule: {?: 1, kind: step}}
            student: {schedule: {?: 1, kind: step}}
            """, """
            teacher: {optimizer: {?: 1, kind: adamw}, average: {?: 1}}
            student: {optimizer: {?: 1, kind: adamw}, average: {?: 1}, start: {?: 1}, export: {?: 1}}
            arms: [{loss: {?: 1, kind: dkd}}]
            """, """
            teacher: {optimizer: {?: 1, kind: muon, rest: {?: 1}}}
            student: {optimizer: {?: 1, kind: muon, rest: {?: 1}}}
            arms: [{loss: {?: 1, kind: dist}}]
            """, """
            teacher: {?: 1, file: teacher.onnx, preprocessing: {?: 1}}
            arms: [{loss: {?: 1, terms: [{?: 1}, {?: 1, kind: dkd}, {?: 1, kind: dist}]}}]
            """, "dataset: {?: 1, source: folder}");

    @Test
    void namesEveryKeyThatTheReaderKnows() throws IOException {
        String documentation = Files.readString(Path.of("..", "docs", "experiments.md"));
        Set<String> keys = knownKeys();

        assertThat(keys)
                .contains("name", "teacher.version", "student.schedule.milestones", "dataset.path", "arms.loss")
                .contains(
                        "teacher.optimizer.rest.momentum",
                        "student.start.checkpoint",
                        "teacher.preprocessing.mean",
                        "arms.loss.targetClassWeight",
                        "arms.loss.terms.intraClassWeight");
        assertThat(keys).allSatisfy(key -> assertThat(documentation).contains("`" + key + "`"));
    }

    private static Set<String> knownKeys() {
        Set<String> keys = new TreeSet<>();
        for (String probe : PROBES) {
            for (Problem problem : problems(probe.replace("?", PROBE))) {
                if (problem.message().startsWith(KNOWN)) {
                    String section = problem.key().replace(PROBE, "").replaceAll("\\[\\d+]", "");
                    String[] known = problem.message().substring(KNOWN.length()).split(", ", -1);
                    List.of(known).forEach(key -> keys.add(section + key));
                }
            }
        }
        return keys;
    }

    private static List<Problem> problems(String yaml) {
        return Objects.requireNonNull(
                        catchThrowableOfType(InvalidExperimentException.class, () -> ExperimentReader.read(yaml)))
                .problems();
    }
}
