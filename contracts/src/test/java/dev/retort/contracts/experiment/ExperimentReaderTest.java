package dev.retort.contracts.experiment;

import static dev.retort.contracts.experiment.LeastExperiment.runId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an experiment comes to that is as it should be; of others see {@link RefusedExperimentTest}. */
class ExperimentReaderTest {
    @Test
    void trainsEveryArmOnceASeed() throws Exception {
        List<Arm> arms = ExperimentReader.read(
                        LeastExperiment.YAML + "arms: [{name: a}, {name: b, promote: false}]\nseeds: 3")
                .arms();

        assertThat(arms).extracting(Arm::name).containsExactly("a", "b", "a.2", "b.2", "a.3", "b.3");
        assertThat(arms).extracting(Arm::promote).containsExactly(true, false, true, false, true, false);
        assertThat(arms)
                .extracting(arm -> Replica.named(arm.name()))
                .contains(new Replica("b", 1), new Replica("a", 3));
        assertThat(runId(LeastExperiment.YAML + "seeds: 1"))
                .isEqualTo(runId(LeastExperiment.YAML))
                .isNotEqualTo(runId(LeastExperiment.YAML + "seeds: 2"));
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
        Augmentation usual = new Augmentation(Flip.RANDOM, 4, 0, 0);

        assertThat(ExperimentReader.read(LeastExperiment.YAML))
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
        assertThat(ExperimentReader.read(LeastExperiment.YAML.replace("source: drawn", "source: cifar10"))
                        .dataset())
                .isEqualTo(new DatasetSpec.Cifar10(0, 0, 5000));
        assertThat(ExperimentReader.read(LeastExperiment.YAML.replace(
                                "source: drawn", "{source: folder, path: pets, heldOutImages: 9}"))
                        .dataset())
                .isEqualTo(new DatasetSpec.Folder("pets", 32, 9));
        assertThat(ExperimentReader.read(
                                LeastExperiment.YAML.replace("source: drawn", "{source: drawn, trainImages: 80}"))
                        .dataset())
                .isEqualTo(new DatasetSpec.Drawn(80, 1000, 1, 10));
        assertThat(schedule("{kind: cosine}")).isEqualTo(new Schedule.Cosine(0));
        assertThat(schedule("{kind: step}")).isEqualTo(new Schedule.Step(List.of(0.5, 0.75), 0.1));
        assertThat(ExperimentReader.read(LeastExperiment.YAML + "arms: [{name: a}]")
                        .arms())
                .containsExactly(new Arm("a", new DistillationLoss(0.1, 0.9, 4), true));
    }

    private static Schedule schedule(String yaml) throws InvalidExperimentException {
        return ExperimentReader.read(LeastExperiment.YAML + "  schedule: " + yaml)
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
                                new Augmentation(Flip.NEVER, 2, 8, 0.4))));
        assertThat(experiment.transferSet())
                .isEqualTo(new TransferSetSpec(3, 32, 2, new Augmentation(Flip.NEVER, 4, 0, 0)));
        assertThat(experiment.student().start()).isEqualTo(new StudentStart.TeacherLayers());
        assertThat(experiment.student().training().batchSize()).isEqualTo(32);
        assertThat(experiment.student().training().schedule()).isEqualTo(new Schedule.Cosine(0.1));
        assertThat(experiment.arms())
                .containsExactly(
                        new Arm("one", new DistillationLoss(1, 0, 2), false),
                        new Arm("two", new DistillationLoss(0.1, 0.9, 4), true));
        assertThat(experiment.promotion()).isEqualTo(new PromotionPolicy(0.5, 0.01));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pets", "a/b", "a..b", "..a", "a/b..", "größe 1"})
    void takesAFolderBelowTheDatasetDirectory(String path) throws InvalidExperimentException {
        String folder = LeastExperiment.YAML.replace(
                "source: drawn", "source: folder\n  heldOutImages: 1\n  path: '" + path + "'");

        assertThat(ExperimentReader.read(folder).dataset()).isEqualTo(new DatasetSpec.Folder(path, 32, 1));
    }
}
