package dev.retort.contracts.experiment;

import static dev.retort.contracts.experiment.LeastExperiment.runId;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunIdTest {
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

        assertThat(runId(reordered)).isEqualTo(runId(LeastExperiment.YAML)).matches("least-[0-9a-f]{12}");
    }

    @Test
    void givesAnotherRunToEveryOtherValue() throws InvalidExperimentException {
        List<String> different = List.of(
                LeastExperiment.YAML,
                LeastExperiment.YAML + "seed: 2",
                LeastExperiment.YAML + "precision: fp32",
                LeastExperiment.YAML + "transferSet: {views: 5}",
                LeastExperiment.YAML + "arms: [{name: a}]",
                LeastExperiment.YAML + "arms: [{name: a, loss: {standardise: true}}]",
                LeastExperiment.YAML + "arms: [{name: a, loss: {kind: dkd}}]",
                LeastExperiment.YAML + "arms: [{name: a, loss: {kind: dist}}]",
                LeastExperiment.YAML + "arms: [{name: a, loss: {terms: [{kind: dkd}, {kind: dist}]}}]",
                LeastExperiment.YAML + "arms: [{name: a, loss: {terms: [{kind: dist}, {kind: dkd}]}}]",
                LeastExperiment.YAML + "arms: [{name: b}]",
                LeastExperiment.YAML + "promotion: {minimumAccuracy: 0.5}",
                LeastExperiment.YAML + "promotion: {otherImages: replace}",
                LeastExperiment.YAML + "  optimizer: {momentum: 0.8}",
                LeastExperiment.YAML + "  optimizer: {kind: adamw}",
                LeastExperiment.YAML + "  optimizer: {kind: muon}",
                LeastExperiment.YAML + "  optimizer: {kind: muon, rest: {momentum: 0.8}}",
                LeastExperiment.YAML + "  gradientClip: 1",
                LeastExperiment.YAML + "  average: {decay: 0.9}",
                LeastExperiment.YAML + "  start: teacher-layers",
                LeastExperiment.YAML + "  start: {version: %s}".formatted("ab".repeat(32)),
                LeastExperiment.YAML + "  start: {checkpoint: %s}".formatted("ab".repeat(32)),
                outsideTeacher("ab"),
                outsideTeacher("cd"),
                prepared("size: [64, 64]"),
                prepared("channels: bgr"),
                prepared("scale: 255"),
                LeastExperiment.YAML + "  schedule: {kind: oneCycle, warmup: 0.1}",
                LeastExperiment.YAML + "  schedule: {kind: cosine, warmup: 0.1}",
                LeastExperiment.YAML + "  schedule: {kind: cosine, warmup: 0.25}",
                LeastExperiment.YAML.replace("drawn", "cifar10"),
                LeastExperiment.YAML.replace("least", "other"));
        List<String> runs = new ArrayList<>();
        for (String yaml : different) {
            runs.add(runId(yaml));
        }

        assertThat(runs).doesNotHaveDuplicates();
    }

    private static String prepared(String keys) {
        return outsideTeacher("cd")
                .replace("file: teacher.onnx", "file: teacher.onnx\n  preprocessing: {%s}".formatted(keys));
    }

    private static String outsideTeacher(String digits) {
        return LeastExperiment.YAML.replace(
                "network: resnet20\n  epochs: 3", "file: teacher.onnx\n  sha256: " + digits.repeat(32));
    }
}
