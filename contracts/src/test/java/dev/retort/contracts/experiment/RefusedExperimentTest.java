package dev.retort.contracts.experiment;

import static dev.retort.contracts.experiment.LeastExperiment.onlyProblem;
import static dev.retort.contracts.experiment.LeastExperiment.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.contracts.experiment.InvalidExperimentException.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with an experiment: each problem with its line, its key and what is allowed. */
class RefusedExperimentTest {
    @Test
    void refusesSeedsThatWouldTrainTheSameStudentAgain() {
        assertThat(onlyProblem(LeastExperiment.YAML + "  start: teacher-layers\nseeds: 5")
                        .message())
                .contains("start: random");
        assertThat(onlyProblem(LeastExperiment.YAML + "seeds: 21").message()).contains("1 to 20");
    }

    @Test
    void namesTheLineAndTheKeysThatItKnowsForOneThatItDoesNot() {
        Problem problem = onlyProblem(LeastExperiment.YAML + "  epoch: 3\n");

        assertThat(problem.line()).isEqualTo(10);
        assertThat(problem.key()).isEqualTo("student.epoch");
        assertThat(problem.message()).startsWith("unknown key; known here: network, epochs, batchSize, optimizer");
    }

    /** Section, setting, key of the problem, and what the message must say. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            top         | name: Big                     | name                            | 1 to 40 of a-z
            top         | name: -x                      | name                            | not beginning with -
            top         | seed: -1                      | seed                            | 0 to 9223372036854775807
            top         | seed: 1.5                     | seed                            | no whole number
            top         | seed: 99999999999999999999    | seed                            | no whole number
            top         | seed: [1]                     | seed                            | expected one value
            top         | seed:                         | seed                            | expected one value
            top         | precision: fp16               | precision                       | one of auto, bf16, fp32
            top         | arms: [{name: a, labelSmoothing: 1}] | arms[0].labelSmoothing   | at least 0.0, less than 1.0
            top         | arms: x                       | arms                            | expected a list
            top         | arms: [{name: teacher}]       | arms[0].name                    | not 'teacher'
            dataset     | source: imagenet              | dataset.source                  | one of cifar10, drawn, folder
            dataset     | trainImages: 1                | dataset.trainImages             | 2 to 1000000
            dataset     | heldOutImages: 4000           | dataset.heldOutImages           | leaves none of 4000 images
            dataset     | path: x                       | dataset.path                    | known here: source, trainImages
            teacher     | epochs: 0                     | teacher.epochs                  | 1 to 100000
            teacher     | epochs: many                  | teacher.epochs                  | 1 to 100000 is allowed
            teacher     | version: abc                  | teacher.version                 | 64 digits
            teacher     | network: Res_Net              | teacher.network                 | a name of a-z, 0-9 and -
            teacher     | batchSize: 65537              | teacher.batchSize               | 1 to 65536
            teacher     | labelSmoothing: 1             | teacher.labelSmoothing          | at least 0.0, less than 1.0
            teacher     | checkpointEverySteps: -1      | teacher.checkpointEverySteps    | 0 to 100000000
            teacher     | optimizer: 3                  | teacher.optimizer               | expected keys and values
            teacher     | optimizer: {learningRate: 0}  | teacher.optimizer.learningRate  | greater than 0.0
            teacher     | optimizer: {learningRate: NaN}   | teacher.optimizer.learningRate | no number
            teacher     | optimizer: {learningRate: .inf}  | teacher.optimizer.learningRate | no number
            teacher     | optimizer: {learningRate: 1e999} | teacher.optimizer.learningRate | out of range
            teacher     | optimizer: {learningRate: 0x1p3} | teacher.optimizer.learningRate | no number
            teacher     | optimizer: {learningRate: 1f}    | teacher.optimizer.learningRate | no number
            teacher     | optimizer: {momentum: 1}      | teacher.optimizer.momentum      | less than 1.0
            teacher     | optimizer: {nesterov: yes}    | teacher.optimizer.nesterov      | true or false
            teacher     | optimizer: {weightDecay: -1}  | teacher.optimizer.weightDecay   | at least 0.0
            teacher     | schedule: {kind: linear}      | teacher.schedule.kind           | one of cosine, oneCycle, step
            teacher     | schedule: {factor: 0.1}       | teacher.schedule.factor         | known here: kind, warmup
            teacher     | schedule: {warmup: 1}         | teacher.schedule.warmup         | less than 1.0
            teacher     | schedule: {kind: step, milestones: 1}   | teacher.schedule.milestones | list of numbers
            teacher     | schedule: {kind: step, milestones: [0]} | teacher.schedule.milestones | greater than 0.0
            teacher     | schedule: {kind: step, milestones: [x]} | teacher.schedule.milestones | no number
            teacher     | augmentation: {cropPadding: 65} | teacher.augmentation.cropPadding | 0 to 64
            teacher     | augmentation: {flip: yes}     | teacher.augmentation.flip       | 'yes' is not allowed: one of alternate, false, true
            transferSet | augmentation: {flip: RANDOM}  | transferSet.augmentation.flip   | one of alternate, false, true
            teacher     | augmentation: {mixup: -1}     | teacher.augmentation.mixup      | at least 0.0
            transferSet | views: 0                      | transferSet.views               | 1 to 100000
            transferSet | batchSize: 4097               | transferSet.batchSize           | 1 to 4096
            transferSet | partitions: 0                 | transferSet.partitions          | 1 to 1024
            student     | batchSize: 64                 | student.batchSize               | transferSet.batchSize is 128
            student     | augmentation: {flip: false}   | student.augmentation            | set transferSet.augmentation
            promotion   | minimumAccuracy: 1.1          | promotion.minimumAccuracy       | at most 1.0
            promotion   | minimumImprovement: -0.1      | promotion.minimumImprovement    | at least 0.0
            """)
    void refusesAValueAndSaysWhatIsAllowed(String section, String setting, String key, String allowed) {
        Problem problem = onlyProblem(with(section, setting));

        assertThat(problem.key()).isEqualTo(key);
        assertThat(problem.message()).contains(allowed);
        int line = section.equals("top") ? 6 : Objects.requireNonNull(LINES.get(section));
        assertThat(problem.line()).isEqualTo(line);
    }

    private static final Map<String, String> SECTIONS = new TreeMap<>(Map.of(
            "dataset", "source: drawn",
            "promotion", "",
            "student", "network: resnet8, epochs: 5",
            "teacher", "network: resnet20, epochs: 3",
            "transferSet", ""));

    private static final Map<String, Integer> LINES =
            Map.of("dataset", 1, "promotion", 2, "student", 3, "teacher", 4, "transferSet", 5);

    /** The least experiment, a section a line, with one more setting or another value of one. */
    private static String with(String section, String setting) {
        String key = setting.substring(0, setting.indexOf(':'));
        StringBuilder yaml = new StringBuilder();
        SECTIONS.forEach((name, settings) -> {
            Stream<String> kept = Stream.of(settings.split(", ", -1))
                    .filter(line -> !name.equals(section) || !line.startsWith(key + ":"));
            Stream<String> added = name.equals(section) ? Stream.of(setting) : Stream.of();
            yaml.append(Stream.concat(kept, added)
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.joining(", ", name + ": {", "}\n")));
        });
        yaml.append(section.equals("top") ? setting + "\n" : "");
        return yaml + (key.equals("name") && section.equals("top") ? "" : "name: least\n");
    }

    @Test
    void findsEveryProblemInOnePass() {
        String yaml = LeastExperiment.YAML
                .replace("epochs: 3", "epochs: 0")
                .replace("network: resnet8", "network: resnet9")
                .replace("source: drawn", "source: drawn\n  colour: red");

        assertThat(problems(yaml, Set.of("resnet8", "resnet20")))
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "line 4, dataset.colour: unknown key; known here: source, trainImages, heldOutImages,"
                                + " testImages, seed",
                        "line 7, teacher.epochs: 0 is out of range: 1 to 100000",
                        "line 9, student.network: 'resnet9' is not allowed: one of resnet20, resnet8");
    }

    @Test
    void saysInTheMessageWhatIsInTheProblems() {
        InvalidExperimentException refused = catchThrowableOfType(
                InvalidExperimentException.class, () -> ExperimentReader.read(LeastExperiment.YAML + "a: 1\nb: 2\n"));

        assertThat(refused).hasMessageStartingWith("line 10, a: unknown key").hasMessageContaining("\nline 11, b: ");
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        assertThat(onlyProblem(LeastExperiment.YAML + "  epochs: 9\n"))
                .isEqualTo(new Problem(10, "student.epochs", "is there twice, first in line 9"));
    }

    @Test
    void refusesTwoArmsOfOneName() {
        assertThat(onlyProblem(LeastExperiment.YAML + "arms:\n  - name: a\n  - name: b\n  - name: a\n"))
                .isEqualTo(new Problem(13, "arms[2].name", "two arms are named a"));
    }

    @Test
    void wantsWhatHasNoDefault() {
        assertThat(problems(""))
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "name",
                        "dataset.source",
                        "teacher.network",
                        "teacher.epochs",
                        "student.network",
                        "student.epochs");
        assertThat(problems(LeastExperiment.YAML + "arms: [{promote: false}]"))
                .extracting(Problem::key)
                .containsExactly("arms[0].name");
    }

    @Test
    void leavesSomeOfCifar10ToTrainOn() {
        String few = LeastExperiment.YAML.replace("source: drawn", "source: cifar10\n  trainImages: 5000");

        assertThat(onlyProblem(few).message()).isEqualTo("5000 leaves none of 5000 images to train on");
        assertThat(onlyProblem(few.replace("5000", "5001")
                                .replace("source: cifar10", "source: cifar10\n  testImages: -1"))
                        .key())
                .isEqualTo("dataset.testImages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc", "~/x", "..", "../x", "a/../b", "a/..", "\\x", "..\\x", "a\\..\\b"})
    void keepsAFolderBelowTheDatasetDirectory(String path) {
        String folder = LeastExperiment.YAML.replace(
                "source: drawn", "source: folder\n  heldOutImages: 1\n  path: '" + path + "'");

        assertThat(onlyProblem(folder).key()).isEqualTo("dataset.path");
    }

    static final List<String> NO_EXPERIMENTS = List.of(
            "a: b: c",
            "- 1",
            "just text",
            "--- {}\n--- {}",
            "*anchor",
            "name: &a {b: *a}",
            "? [a]\n: b",
            "name: \u0000",
            "\uFEFFname: 'x",
            "[".repeat(65_000),
            "{a: ".repeat(16_000),
            "- ".repeat(32_000),
            "name: " + "9".repeat(65_000),
            "teacher: {optimizer: {learningRate: " + "9".repeat(60_000) + "x}}",
            "x".repeat(70_000),
            "a: 1\n".repeat(13_000),
            "&x ".repeat(1000) + "y");

    @ParameterizedTest
    @FieldSource("NO_EXPERIMENTS")
    void refusesWhatIsNoExperimentAtAll(String text) {
        assertThat(problems(text))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.line()).isPositive());
    }

    @Test
    void readsOrRefusesWhateverIsChanged() {
        SplittableRandom random = new SplittableRandom(5);
        String marks = "{}[]:,-#&*!|>'\"%@` \n\t0x~?";
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            StringBuilder yaml = new StringBuilder(LeastExperiment.YAML);
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                int at = random.nextInt(yaml.length());
                yaml.replace(at, at + random.nextInt(2), "" + marks.charAt(random.nextInt(marks.length())));
            }
            try {
                ExperimentReader.read(yaml.toString());
            } catch (InvalidExperimentException e) {
                refused += e.problems().isEmpty() ? 0 : 1;
            }
        }
        assertThat(refused).isBetween(1500, 3000);
    }
}
