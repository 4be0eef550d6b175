package dev.retort.contracts.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.retort.contracts.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The JSON form by whose digest runs are named, to the byte. Another order of keys, another default, or another version of
 * the JSON library that writes something else would make every experiment another run, and a store full of results
 * something that no experiment finds again.
 */
class ExperimentFormTest {
    private static final String LOSSES = LeastExperiment.YAML + """
            arms:
              - {name: kd, loss: {hardLabelWeight: 0.1, softTargetWeight: 0.9, temperature: 4}}
              - {name: standardised, loss: {standardise: true, temperature: 2}}
              - {name: dkd, loss: {kind: dkd}}
              - {name: dist, loss: {kind: dist}}
              - {name: sum, loss: {terms: [{temperature: 4}, {kind: dist}, {kind: dkd}]}}
              - {name: alone, loss: {hardLabelWeight: 1, softTargetWeight: 0}, promote: false}
            """;

    private static List<String> losses(String yaml) throws InvalidExperimentException {
        return ExperimentReader.read(yaml).arms().stream()
                .map(Arm::loss)
                .map(ExperimentFormTest::json)
                .toList();
    }

    private static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writesTheKeysOfAnOnlyTermBehindTheWeightOfTheLabelAndItsKindLast() throws InvalidExperimentException {
        assertThat(losses(LOSSES)).containsExactly("""
                {"hardLabelWeight":0.1,"softTargetWeight":0.9,"temperature":4.0}""", """
                {"hardLabelWeight":0.1,"softTargetWeight":0.9,"standardise":true,"temperature":2.0}""", """
                {"hardLabelWeight":1.0,"nonTargetClassWeight":8.0,"softTargetWeight":1.0,"standardise":false,\
                "targetClassWeight":1.0,"temperature":4.0,"kind":"Dkd"}""", """
                {"hardLabelWeight":1.0,"interClassWeight":2.0,"intraClassWeight":2.0,"softTargetWeight":1.0,\
                "temperature":4.0,"kind":"Dist"}""", """
                {"hardLabelWeight":1.0,"terms":[{"softTargetWeight":1.0,"temperature":4.0},\
                {"interClassWeight":2.0,"intraClassWeight":2.0,"softTargetWeight":1.0,"temperature":4.0,"kind":"Dist"},\
                {"nonTargetClassWeight":8.0,"softTargetWeight":1.0,"standardise":false,"targetClassWeight":1.0,\
                "temperature":4.0,"kind":"Dkd"}]}""", """
                {"hardLabelWeight":1.0,"softTargetWeight":0.0,"temperature":4.0}""");
    }

    @Test
    void keepsTheNamesOfRuns() throws InvalidExperimentException {
        assertThat(LeastExperiment.runId(LeastExperiment.YAML)).isEqualTo("least-64415c241743");
        assertThat(LeastExperiment.runId(LOSSES)).isEqualTo("least-0324915e85c6");
    }

    @Test
    void writesTheWholeExperimentAsItAlwaysDid() throws InvalidExperimentException {
        assertThat(json(ExperimentReader.read(LeastExperiment.YAML))).isEqualTo("""
                {"arms":[{"loss":{"hardLabelWeight":0.1,"softTargetWeight":0.9,"temperature":4.0},\
                "name":"distilled","promote":true}],\
                "dataset":{"heldOutImages":500,"seed":1,"testImages":1000,"trainImages":4000},\
                "name":"least","precision":"AUTO",\
                "promotion":{"minimumAccuracy":0.0,"minimumImprovement":0.0},"seed":1,\
                "student":{"network":"resnet8","training":{"augmentation":{"cropPadding":0,"cutout":0,"flip":false,"mixup":0.0},"batchSize":128,\
                "checkpointEverySteps":0,"epochs":5,"labelSmoothing":0.0,\
                "optimizer":{"learningRate":0.1,"momentum":0.9,"nesterov":true,"weightDecay":5.0E-4},\
                "schedule":{"kind":"OneCycle","warmup":0.25}}},\
                "teacher":{"network":"resnet20","training":{"augmentation":{"cropPadding":4,"cutout":0,"flip":true,"mixup":0.0},"batchSize":128,\
                "checkpointEverySteps":0,"epochs":3,"labelSmoothing":0.0,\
                "optimizer":{"learningRate":0.1,"momentum":0.9,"nesterov":true,"weightDecay":5.0E-4},\
                "schedule":{"kind":"OneCycle","warmup":0.25}}},\
                "transferSet":{"augmentation":{"cropPadding":4,"cutout":0,"flip":true,"mixup":0.0},"batchSize":128,"partitions":1,"views":4}}""");
    }
}
