package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.InvalidExperimentException.Problem;
import java.util.ArrayList;
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

class ExperimentReaderTest {
    private static final String LEAST = """
            name: least
            dataset:
              source: drawn
            teacher:
              network: resnet20
              epochs: 3
            student:
              network: resnet8
              epochs: 5
            """;

    private static List<Problem> problems(String yaml) {
        return problems(yaml, Set.of());
    }

    private static List<Problem> problems(String yaml, Set<String> networks) {
        InvalidExperimentException refused =
                catchThrowableOfType(InvalidExperimentException.class, () -> ExperimentReader.read(yaml, networks));
        return Objects.requireNonNull(refused, "it was read").problems();
    }

    private static Problem onlyProblem(String yaml) {
        List<Problem> problems = problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    @Test
    void trainsEveryArmOnceASeed() throws Exception {
        List<Arm> arms = ExperimentReader.read(LEAST + "arms: [{name: a}, {name: b, promote: false}]\nseeds: 3")
                .arms();

        assertThat(arms).extracting(Arm::name).containsExactly("a", "b", "a.2", "b.2", "a.3", "b.3");
        assertThat(arms).extracting(Arm::promote).containsExactly(true, false, true, false, true, false);
        assertThat(arms)
                .extracting(arm -> Replica.named(arm.name()))
                .contains(new Replica("b", 1), new Replica("a", 3));
        assertThat(runId(LEAST + "seeds: 1")).isEqualTo(runId(LEAST)).isNotEqualTo(runId(LEAST + "seeds: 2"));
    }

    @Test
    void refusesSeedsThatWouldTrainTheSameStudentAgain() {
        assertThat(onlyProblem(LEAST + "  start: teacher-layers\nseeds: 5").message())
                .contains("start: random");
        assertThat(onlyProblem(LEAST + "seeds: 101").message()).contains("1 to 100");
    }

    @Test
    void asksNobodyHowLongToTrainATeacherThatIsThere() throws Exception {
        String version = "ab".repeat(32);

        Experiment experiment = ExperimentReader.read("""
                name: least
                dataset: {source: drawn}
                teacher: {network: resnet20, version: %s}
                student: {network: resnet8, epochs: 8}
                """.formatted(version));

        assertThat(experiment.teacher())
                .isInstanceOfSatisfying(
                        TeacherSpec.Catalogued.class,
                        teacher -> assertThat(teacher.version()).isEqualTo(new Digest(version)));
    }

    @Test
    void givesEveryKeyItsDefault() throws InvalidExperimentException {
        OptimizerSpec optimizer = new OptimizerSpec.Sgd(0.1, 0.9, true, 5e-4);
        Augmentation usual = new Augmentation(true, 4, 0, 0);

        assertThat(ExperimentReader.read(LEAST))
                .isEqualTo(new Experiment(
                        "least",
                        1,
                        Precision.AUTO,
                        new DatasetSpec.Drawn(4000, 1000, 1, 500),
                        new TeacherSpec.Catalogued(
                                "resnet20",
                                null,
                                new TrainingSpec(3, 128, optimizer, 0, 0, new Schedule.OneCycle(0.25), 0, 0, usual)),
                        new TransferSetSpec(4, 128, 1, usual),
                        new StudentSpec(
                                "resnet8",
                                new StudentStart.RandomWeights(),
                                new TrainingSpec(
                                        5, 128, optimizer, 0, 0, new Schedule.OneCycle(0.25), 0, 0, Augmentation.NONE),
                                null),
                        List.of(new Arm("distilled", new DistillationLoss(0.1, 0.9, 4), true)),
                        new PromotionPolicy(0, 0)));
    }

    @Test
    void givesTheKeysOfEveryKindTheirDefaults() throws InvalidExperimentException {
        assertThat(ExperimentReader.read(LEAST.replace("source: drawn", "source: cifar10"))
                        .dataset())
                .isEqualTo(new DatasetSpec.Cifar10(0, 0, 5000));
        assertThat(ExperimentReader.read(
                                LEAST.replace("source: drawn", "{source: folder, path: pets, heldOutImages: 9}"))
                        .dataset())
                .isEqualTo(new DatasetSpec.Folder("pets", 32, 9));
        assertThat(ExperimentReader.read(LEAST.replace("source: drawn", "{source: drawn, trainImages: 80}"))
                        .dataset())
                .isEqualTo(new DatasetSpec.Drawn(80, 1000, 1, 10));
        assertThat(schedule("{kind: cosine}")).isEqualTo(new Schedule.Cosine(0));
        assertThat(schedule("{kind: step}")).isEqualTo(new Schedule.Step(List.of(0.5, 0.75), 0.1));
        assertThat(ExperimentReader.read(LEAST + "arms: [{name: a}]").arms())
                .containsExactly(new Arm("a", new DistillationLoss(0.1, 0.9, 4), true));
    }

    private static Schedule schedule(String yaml) throws InvalidExperimentException {
        return ExperimentReader.read(LEAST + "  schedule: " + yaml)
                .student()
                .training()
                .schedule();
    }

    @Test
    void readsEveryKeyThatIsSpelledOut() throws InvalidExperimentException {
        String yaml = """
                name: full
                seed: 1_000
                precision: bf16
                dataset: {source: drawn, trainImages: 200, testImages: 20, seed: 7, heldOutImages: 40}
                teacher:
                  network: resnet20
                  version: %s
                  epochs: 3
                  batchSize: 64
                  optimizer: {kind: sgd, learningRate: 2e-1, momentum: 0, nesterov: false, weightDecay: 0.}
                  gradientClip: 1.5
                  average: {decay: 0.99}
                  schedule: {kind: step, milestones: [.3, 0.6], factor: 0.2}
                  checkpointEverySteps: 9
                  labelSmoothing: 0.1
                  augmentation: {flip: false, cropPadding: 2, cutout: 8, mixup: 0.4}
                transferSet: {views: 3, batchSize: 32, partitions: 2, augmentation: {flip: false}}
                student: {network: resnet8, start: teacher-layers, epochs: 5, batchSize: 32, schedule: {kind: cosine, warmup: 0.1}}
                arms:
                  - {name: one, loss: {hardLabelWeight: 1, softTargetWeight: 0, temperature: 2}, promote: false}
                  - {name: two}
                promotion: {minimumAccuracy: 0.5, minimumImprovement: 0.01}
                """.formatted("ab".repeat(32));

        Experiment experiment = ExperimentReader.read(yaml);

        assertThat(experiment.seed()).isEqualTo(1000);
        assertThat(experiment.precision()).isEqualTo(Precision.BF16);
        assertThat(experiment.dataset()).isEqualTo(new DatasetSpec.Drawn(200, 20, 7, 40));
        assertThat(experiment.teacher())
                .isEqualTo(new TeacherSpec.Catalogued(
                        "resnet20",
                        new Digest("ab".repeat(32)),
                        new TrainingSpec(
                                3,
                                64,
                                new OptimizerSpec.Sgd(0.2, 0, false, 0),
                                1.5,
                                0.99,
                                new Schedule.Step(List.of(0.3, 0.6), 0.2),
                                9,
                                0.1,
                                new Augmentation(false, 2, 8, 0.4))));
        assertThat(experiment.transferSet()).isEqualTo(new TransferSetSpec(3, 32, 2, new Augmentation(false, 4, 0, 0)));
        assertThat(experiment.student().start()).isEqualTo(new StudentStart.TeacherLayers());
        assertThat(experiment.student().training().batchSize()).isEqualTo(32);
        assertThat(experiment.student().training().schedule()).isEqualTo(new Schedule.Cosine(0.1));
        assertThat(experiment.arms())
                .containsExactly(
                        new Arm("one", new DistillationLoss(1, 0, 2), false),
                        new Arm("two", new DistillationLoss(0.1, 0.9, 4), true));
        assertThat(experiment.promotion()).isEqualTo(new PromotionPolicy(0.5, 0.01));
    }

    @Test
    void namesTheLineAndTheKeysThatItKnowsForOneThatItDoesNot() {
        Problem problem = onlyProblem(LEAST + "  epoch: 3\n");

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
        String yaml = LEAST.replace("epochs: 3", "epochs: 0")
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
                InvalidExperimentException.class, () -> ExperimentReader.read(LEAST + "a: 1\nb: 2\n"));

        assertThat(refused).hasMessageStartingWith("line 10, a: unknown key").hasMessageContaining("\nline 11, b: ");
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        assertThat(onlyProblem(LEAST + "  epochs: 9\n"))
                .isEqualTo(new Problem(10, "student.epochs", "is there twice, first in line 9"));
    }

    @Test
    void refusesTwoArmsOfOneName() {
        assertThat(onlyProblem(LEAST + "arms:\n  - name: a\n  - name: b\n  - name: a\n"))
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
        assertThat(problems(LEAST + "arms: [{promote: false}]"))
                .extracting(Problem::key)
                .containsExactly("arms[0].name");
    }

    @Test
    void leavesSomeOfCifar10ToTrainOn() {
        String few = LEAST.replace("source: drawn", "source: cifar10\n  trainImages: 5000");

        assertThat(onlyProblem(few).message()).isEqualTo("5000 leaves none of 5000 images to train on");
        assertThat(onlyProblem(few.replace("5000", "5001")
                                .replace("source: cifar10", "source: cifar10\n  testImages: -1"))
                        .key())
                .isEqualTo("dataset.testImages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc", "~/x", "..", "../x", "a/../b", "a/..", "\\x", "..\\x", "a\\..\\b"})
    void keepsAFolderBelowTheDatasetDirectory(String path) {
        String folder = LEAST.replace("source: drawn", "source: folder\n  heldOutImages: 1\n  path: '" + path + "'");

        assertThat(onlyProblem(folder).key()).isEqualTo("dataset.path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pets", "a/b", "a..b", "..a", "a/b..", "größe 1"})
    void takesAFolderBelowTheDatasetDirectory(String path) throws InvalidExperimentException {
        String folder = LEAST.replace("source: drawn", "source: folder\n  heldOutImages: 1\n  path: '" + path + "'");

        assertThat(ExperimentReader.read(folder).dataset()).isEqualTo(new DatasetSpec.Folder(path, 32, 1));
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
            StringBuilder yaml = new StringBuilder(LEAST);
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

    @Test
    void givesOneRunToExperimentsThatDifferInFormOnly() throws InvalidExperimentException {
        String reordered = """
                # another text
                student: {epochs: 5, network: "resnet8", optimizer: {}}
                dataset: {source: drawn, trainImages: 4_000}
                teacher: {network: resnet20, epochs: 3, batchSize: 128, optimizer: {learningRate: 1e-1}}
                seed: 1
                name: least
                """;

        assertThat(runId(reordered)).isEqualTo(runId(LEAST)).matches("least-[0-9a-f]{12}");
    }

    @Test
    void givesAnotherRunToEveryOtherValue() throws InvalidExperimentException {
        List<String> different = List.of(
                LEAST,
                LEAST + "seed: 2",
                LEAST + "precision: fp32",
                LEAST + "transferSet: {views: 5}",
                LEAST + "arms: [{name: a}]",
                LEAST + "arms: [{name: a, loss: {standardise: true}}]",
                LEAST + "arms: [{name: a, loss: {kind: dkd}}]",
                LEAST + "arms: [{name: a, loss: {kind: dist}}]",
                LEAST + "arms: [{name: a, loss: {terms: [{kind: dkd}, {kind: dist}]}}]",
                LEAST + "arms: [{name: a, loss: {terms: [{kind: dist}, {kind: dkd}]}}]",
                LEAST + "arms: [{name: b}]",
                LEAST + "promotion: {minimumAccuracy: 0.5}",
                LEAST + "  optimizer: {momentum: 0.8}",
                LEAST + "  optimizer: {kind: adamw}",
                LEAST + "  optimizer: {kind: muon}",
                LEAST + "  optimizer: {kind: muon, rest: {momentum: 0.8}}",
                LEAST + "  gradientClip: 1",
                LEAST + "  average: {decay: 0.9}",
                LEAST + "  start: teacher-layers",
                LEAST + "  start: {version: %s}".formatted("ab".repeat(32)),
                LEAST + "  start: {checkpoint: %s}".formatted("ab".repeat(32)),
                outsideTeacher("ab"),
                outsideTeacher("cd"),
                LEAST + "  schedule: {kind: oneCycle, warmup: 0.1}",
                LEAST + "  schedule: {kind: cosine, warmup: 0.1}",
                LEAST + "  schedule: {kind: cosine, warmup: 0.25}",
                LEAST.replace("drawn", "cifar10"),
                LEAST.replace("least", "other"));
        List<String> runs = new ArrayList<>();
        for (String yaml : different) {
            runs.add(runId(yaml));
        }

        assertThat(runs).doesNotHaveDuplicates();
    }

    private static String outsideTeacher(String digits) {
        return LEAST.replace("network: resnet20\n  epochs: 3", "file: teacher.onnx\n  sha256: " + digits.repeat(32));
    }

    private static String runId(String yaml) throws InvalidExperimentException {
        return ExperimentReader.runId(ExperimentReader.read(yaml));
    }
}
